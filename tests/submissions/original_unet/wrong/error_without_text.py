"""An error without a word.

Loses: message
Says: The error of validate_input(570, 572) says "", expected to find the word height in it. The
error has no text: write it in the brackets of ValueError(f"…"). The height 570 fails at level 2;
the nearest valid sizes are 556 and 572. Put all of this into the message.
"""


def failing_level(side):
    for level in range(1, 5):
        side -= 4
        if side < 1 or side % 2:
            return level
        side //= 2
    return 5 if side < 5 else None


def ok(side):
    return failing_level(side) is None


def near(side):
    smaller = [s for s in range(1, side) if ok(s)][-1:]
    larger = next(s for s in range(side + 1, side + 200) if ok(s))
    return smaller + [larger]


def validate_input(height, width):
    for n, s in (("height", height), ("width", width)):
        if not ok(s):
            raise ValueError
