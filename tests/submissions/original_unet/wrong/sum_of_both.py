"""One number stands for both sides.

Loses: refuses, message
Says: validate_input(188, 332) raised ValueError, expected no error: all 4 poolings see even
numbers, in height and in width. One number stands for both sides. Test height and width each by
itself.
"""


def validate_input(height, width):
    if failing_level((height + width) // 2) is not None:
        raise ValueError("The sizes do not work out.")
