"""The error names neither level nor sizes.

Loses: message
Says: The error of validate_input(570, 572) says "The height 570 does not work out.", expected
to find the level 2 in it. The height 570 fails at level 2; the nearest valid sizes are 556 and
572. Put all of this into the message.
"""


def validate_input(height, width):
    for name, side in (("height", height), ("width", width)):
        if failing_level(side) is not None:
            raise ValueError(f"The {name} {side} does not work out.")
