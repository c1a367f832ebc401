"""One number stands for both sides.

Loses: refuses, message
Says: validate_input(188, 332) raised ValueError, expected no error: all 4 poolings see even
numbers, in height and in width. One number stands for both sides. Test height and width each by
itself.
"""


def failing_level(side):
    for level in range(1, 5):
        side -= 4
        if side < 1 or side % 2:
            return level
        side //= 2
    return 5 if side < 5 else None


def validate_input(height, width):
    if failing_level((height + width) // 2) is not None:
        raise ValueError("The sizes do not work out.")
