"""All of it on one side.

Loses: cropping
Says: get_cropping_shape((None, 64, 64, 512), (None, 56, 56, 512)) gave an array of shape (2, 2),
expected (4, 4): rows, then columns. That would cut other numbers on one side than on the other,
and the maps would not lie over each other. Return (rows, columns), half of each difference.
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
    return (0, previous[1] - current[1]), (0, previous[2] - current[2])
