"""The f in front of the text is missing.

Loses: message
Says: The error of validate_input(570, 572) says "{n} {s} fails at level {failing_level(s)},
nearest {near(s)}", expected to find the word height in it. The braces were not filled in: put an f
in front of the quotes, f"…". The height 570 fails at level 2; the nearest valid sizes are 556 and
572. Put all of this into the message.
"""


def ok(side):
    return failing_level(side) is None


def validate_input(height, width):
    for n, s in (("height", height), ("width", width)):
        if not ok(s):
            raise ValueError("{n} {s} fails at level {failing_level(s)}, nearest {near(s)}")
