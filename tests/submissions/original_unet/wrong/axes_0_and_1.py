"""The first axis is the batch.

Loses: cropping
Says: get_cropping_shape((None, 64, 64, 512), (None, 56, 56, 512)) raised TypeError in the line
`return (previous[0] - current[0]) // 2, (previous[1] - current[1]) // 2`: both numbers are None,
expected lengths. The first of a shape (batch, height, width, channels) is None for the batch.
Height and width are shape[1] and shape[2].
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
    return (previous[0] - current[0]) // 2, (previous[1] - current[1]) // 2
