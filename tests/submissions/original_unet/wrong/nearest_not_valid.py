"""The nearest sizes of the right distance are named, too small ones too.

Loses: message
Says: The error of validate_input(220, 100) says "width 100: level 4; try 92 or 108.", expected
to find the valid size 140 in it. The width 100 fails at level 4; the smallest valid size is
140. Put all of this into the message.
"""


def validate_input(height, width):
    for name, side in (("height", height), ("width", width)):
        level = failing_level(side)
        if level is not None:
            smaller = side - (side - 60) % 16
            raise ValueError(f"{name} {side}: level {level}; try {smaller} or {smaller + 16}.")
