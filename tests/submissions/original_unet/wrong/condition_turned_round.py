"""Valid sizes are refused.

Loses: refuses, message
Says: validate_input(572, 572) raised ValueError, expected no error: all 4 poolings see even
numbers, in height and in width. It raises for sizes that work out and takes the others. Invert
the condition.
"""


def ok(side):
    return failing_level(side) is None


def validate_input(height, width):
    for n, s in (("height", height), ("width", width)):
        if ok(s):
            raise ValueError(f"{n} {s} fails at level {failing_level(s)}")
