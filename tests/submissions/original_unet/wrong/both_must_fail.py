"""and in place of or.

Loses: refuses, message
Says: validate_input(571, 572) raised nothing, expected a ValueError: the height 571 fails at level
1. It raises only when both sides are invalid. One of them is enough: test each by itself.
"""


def ok(side):
    return failing_level(side) is None


def near(side):
    smaller = [s for s in range(1, side) if ok(s)][-1:]
    larger = next(s for s in range(side + 1, side + 200) if ok(s))
    return smaller + [larger]


def validate_input(height, width):
    if not ok(height) and not ok(width):
        raise ValueError(
            f"height {height} fails at level {failing_level(height)}, nearest {near(height)}"
        )
