"""The difference is not halved.

Loses: cropping
Says: get_cropping_shape((None, 64, 64, 512), (None, 56, 56, 512)) gave (8, 8), expected (4, 4).
That is the whole difference. Half of it goes on each side.
"""


def get_cropping_shape(previous, current):
    return previous[1] - current[1], previous[2] - current[2]
