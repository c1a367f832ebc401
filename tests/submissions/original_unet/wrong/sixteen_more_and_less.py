"""16 more and 16 less than the invalid size.

Loses: message
Says: The error of validate_input(570, 572) says "height 570 fails at level 2, nearest 554 and
586", expected to find the valid size 556 in it. Valid sizes come in steps of 16, but not from 570
on. Look for the nearest that valid_sizes lists. The height 570 fails at level 2; the nearest valid
sizes are 556 and 572. Put all of this into the message.
"""


def ok(side):
    return failing_level(side) is None


def validate_input(height, width):
    for n, s in (("height", height), ("width", width)):
        if not ok(s):
            raise ValueError(
                f"{n} {s} fails at level {failing_level(s)}, nearest {s - 16} and {s + 16}"
            )
