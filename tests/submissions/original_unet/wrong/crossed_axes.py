"""Height and width of two shapes are mixed up.

Loses: cropping
Says: get_cropping_shape((None, 64, 80, 512), (None, 56, 60, 512)) gave (2, 12), expected (4, 10).
A height and a width were taken from each other. Take the same axis of both shapes: 1 for the rows,
2 for the columns.
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


def get_cropping_shape(previous, current):
    return (previous[1] - current[2]) // 2, (previous[2] - current[1]) // 2
