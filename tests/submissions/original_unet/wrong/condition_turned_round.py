"""Valid sizes are refused.

Loses: refuses, message
Says: validate_input(572, 572) raised ValueError, expected no error: all 4 poolings see even
numbers, in height and in width. It raises for sizes that work out and takes the others. Invert
the condition.
"""


def failing_level(side):
    for level in range(1, 5):
        side -= 4
        if side < 1 or side % 2:
            return level
        side //= 2
    return 5 if side < 5 else None


def ok(side):
    return failing_level(side) is None


def near(side):
    smaller = [s for s in range(1, side) if ok(s)][-1:]
    larger = next(s for s in range(side + 1, side + 200) if ok(s))
    return smaller + [larger]


def validate_input(height, width):
    for n, s in (("height", height), ("width", width)):
        if ok(s):
            raise ValueError(f"{n} {s} fails at level {failing_level(s)}")
