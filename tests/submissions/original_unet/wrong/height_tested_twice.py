"""The published fault: the height is tested twice, the width never.

Loses: refuses, message
Says: validate_input(572, 570) raised nothing, expected a ValueError: the width 570 fails at level
2. Only the height was tested. Test the width as well.
"""


def validate_input(height, width):
    for name, side in (("height", height), ("width", height)):
        level = failing_level(side)
        if level is not None:
            smaller, larger = valid_sizes(1, side)[-1:], valid_sizes(side, side + 140)[:1]
            near = " or ".join(map(str, smaller + larger))
            raise ValueError(f"The {name} {side} fails at level {level}. Try {near}.")
