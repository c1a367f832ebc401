"""A list of valid sizes that ends at 572.

Loses: refuses
Says: validate_input(604, 1004) raised ValueError, expected no error: all 4 poolings see even
numbers, in height and in width. The sizes above 600 or so are refused, valid or not: the list of
valid ones ends too early. Follow the number itself down, level by level.
"""


def ok(side):
    return failing_level(side) is None


def near(side):
    smaller = [s for s in range(1, side) if ok(s)][-1:]
    larger = next(s for s in range(side + 1, side + 200) if ok(s))
    return smaller + [larger]


def validate_input(height, width):
    sizes = [s for s in range(140, 573) if ok(s)]
    for n, s in (("height", height), ("width", width)):
        if s not in sizes:
            raise ValueError(f"{n} {s} fails at level {failing_level(s)}, nearest {near(s)}")
