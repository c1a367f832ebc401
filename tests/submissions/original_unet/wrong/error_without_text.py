"""An error without a word.

Loses: message
Says: The error of validate_input(570, 572) says "", expected to find the word height in it. The
error has no text: write it in the brackets of ValueError(f"…"). The height 570 fails at level 2;
the nearest valid sizes are 556 and 572. Put all of this into the message.
"""


def ok(side):
    return failing_level(side) is None


def validate_input(height, width):
    for n, s in (("height", height), ("width", width)):
        if not ok(s):
            raise ValueError
