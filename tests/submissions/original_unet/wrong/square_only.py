"""Height and width must be equal.

Loses: refuses, message
Says: validate_input(188, 332) raised ValueError, expected no error: all 4 poolings see even
numbers, in height and in width. Height and width need not be equal. Test each by itself.
"""


def validate_input(height, width):
    level = failing_level(height)
    near = valid_sizes(height - 16, height + 16)
    if level is not None or width != height:
        raise ValueError(f"The height {height} fails at level {level}. Try {near}.")
