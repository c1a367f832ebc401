"""The right words, with assert.

Loses: refuses, message
Says: validate_input(571, 572) raised AssertionError, expected a ValueError. Python can be told
to skip assert. Write if …: raise ValueError(…).
"""


def failing_level(side):
    for level in range(1, 5):
        side -= 4
        if side < 1 or side % 2:
            return level
        side //= 2
    return 5 if side < 5 else None


def valid_sizes(lowest, highest):
    return [side for side in range(lowest, highest + 1) if failing_level(side) is None]


def validate_input(height, width):
    for name, side in (("height", height), ("width", width)):
        smaller, larger = valid_sizes(1, side)[-1:], valid_sizes(side, side + 140)[:1]
        level = failing_level(side)
        assert level is None, f"{name} {side} fails at level {level}: {smaller + larger}"
