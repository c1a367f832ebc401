"""// comes before −.

Loses: cropping
Says: get_cropping_shape((None, 64, 64, 512), (None, 56, 56, 512)) gave (36, 36), expected (4, 4).
// comes before −, so only current was halved. Put brackets around the difference: (previous[1] -
current[1]) // 2.
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
    return previous[1] - current[1] // 2, previous[2] - current[2] // 2
