"""The bottom is called level 4.

Loses: message
Says: The error of validate_input(108, 572) says "height 108 fails at level 4, nearest [140]",
expected to find the level 5 in it. The height 108 fails at level 5, the bottom; the smallest valid
size is 140. Put all of this into the message.
"""


def ok(side):
    return failing_level(side) is None


def near(side):
    smaller = [s for s in range(1, side) if ok(s)][-1:]
    larger = next(s for s in range(side + 1, side + 200) if ok(s))
    return smaller + [larger]


def validate_input(height, width):
    for n, s in (("height", height), ("width", width)):
        if not ok(s):
            raise ValueError(
                f"{n} {s} fails at level {min(failing_level(s), 4)}, nearest {near(s)}"
            )
