"""The right words, with assert.

Loses: refuses, message
Says: validate_input(571, 572) raised AssertionError, expected a ValueError. Python can be told
to skip assert. Write if …: raise ValueError(…).
"""


def validate_input(height, width):
    for name, side in (("height", height), ("width", width)):
        smaller, larger = valid_sizes(1, side)[-1:], valid_sizes(side, side + 140)[:1]
        level = failing_level(side)
        assert level is None, f"{name} {side} fails at level {level}: {smaller + larger}"
