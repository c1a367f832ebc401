"""The message does not say which of the two.

Loses: message
Says: The error of validate_input(570, 572) says "height or width fails at level 2, nearest [556,
572]", expected to find which of the two is wrong (the height) in it. The height 570 fails at level
2; the nearest valid sizes are 556 and 572. Put all of this into the message.
"""


def ok(side):
    return failing_level(side) is None


def near(side):
    smaller = [s for s in range(1, side) if ok(s)][-1:]
    larger = next(s for s in range(side + 1, side + 200) if ok(s))
    return smaller + [larger]


def validate_input(height, width):
    for s in (height, width):
        if not ok(s):
            raise ValueError(
                f"height or width fails at level {failing_level(s)}, nearest {near(s)}"
            )
