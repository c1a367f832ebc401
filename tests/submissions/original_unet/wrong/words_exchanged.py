"""The message blames the other side.

Loses: message
Says: The error of validate_input(570, 572) says "width 570 fails at level 2, nearest [556, 572]",
expected to find the word height in it. It blames the width: the two words are exchanged, or stand
for the wrong number. The height 570 fails at level 2; the nearest valid sizes are 556 and 572. Put
all of this into the message.
"""


def ok(side):
    return failing_level(side) is None


def near(side):
    smaller = [s for s in range(1, side) if ok(s)][-1:]
    larger = next(s for s in range(side + 1, side + 200) if ok(s))
    return smaller + [larger]


def validate_input(height, width):
    for n, s in (("width", height), ("height", width)):
        if not ok(s):
            raise ValueError(f"{n} {s} fails at level {failing_level(s)}, nearest {near(s)}")
