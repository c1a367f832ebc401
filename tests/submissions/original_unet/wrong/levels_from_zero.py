"""The levels are counted from zero.

Loses: message
Says: The error of validate_input(570, 572) says "The height 570 fails at level 1. Try 556 or
572.", expected to find the level 2 in it. The levels are counted from 0; they begin with 1. 570
fails at level 2; the nearest valid sizes are 556 and 572.
"""


def validate_input(height, width):
    for name, side in (("height", height), ("width", width)):
        level = failing_level(side)
        if level is not None:
            smaller, larger = valid_sizes(1, side)[-1:], valid_sizes(side, side + 140)[:1]
            near = " or ".join(map(str, smaller + larger))
            raise ValueError(f"The {name} {side} fails at level {level - 1}. Try {near}.")
