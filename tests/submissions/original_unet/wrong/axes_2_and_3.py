"""Width and channels.

Loses: cropping
Says: get_cropping_shape((None, 64, 64, 512), (None, 56, 56, 512)) gave (4, 0), expected (4, 4).
These come of the width and the channels. Height and width are axes 1 and 2 of a shape (batch,
height, width, channels).
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
    return (previous[2] - current[2]) // 2, (previous[3] - current[3]) // 2
