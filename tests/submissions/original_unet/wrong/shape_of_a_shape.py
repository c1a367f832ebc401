"""A shape is asked for its shape.

Loses: cropping
Says: get_cropping_shape((None, 64, 64, 512), (None, 56, 56, 512)) raised AttributeError in the
line `return (previous.shape[1] - current.shape[1]) // 2, (previous.shape[2] - current.shape[2]) //
2`: previous has no shape, expected its numbers: it is a shape already, (batch, height, width,
channels). Write previous[1] for the height and previous[2] for the width.
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
    return (previous.shape[1] - current.shape[1]) // 2, (previous.shape[2] - current.shape[2]) // 2
