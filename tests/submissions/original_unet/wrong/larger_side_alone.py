"""The larger of the two alone.

Loses: refuses, message
Says: validate_input(571, 572) raised nothing, expected a ValueError: the height 571 fails at level
1. Only the larger of the two was tested. Test height and width each by itself.
"""


def ok(side):
    return failing_level(side) is None


def near(side):
    smaller = [s for s in range(1, side) if ok(s)][-1:]
    larger = next(s for s in range(side + 1, side + 200) if ok(s))
    return smaller + [larger]


def validate_input(height, width):
    s = max(height, width)
    if not ok(s):
        n = "height" if s == height else "width"
        raise ValueError(f"{n} {s} fails at level {failing_level(s)}, nearest {near(s)}")
