"""raise stands outside of the if.

Loses: refuses, message
Says: validate_input(572, 572) raised ValueError, expected no error: all 4 poolings see even
numbers, in height and in width. It raises for every size. Raise only where a pooling sees an odd
number or nothing is left at the bottom.
"""


def ok(side):
    return failing_level(side) is None


def near(side):
    smaller = [s for s in range(1, side) if ok(s)][-1:]
    larger = next(s for s in range(side + 1, side + 200) if ok(s))
    return smaller + [larger]


def validate_input(height, width):
    for n, s in (("height", height), ("width", width)):
        if not ok(s):
            level = failing_level(s)
        raise ValueError(f"{n} {s} fails at level {failing_level(s)}, nearest {near(s)}")
