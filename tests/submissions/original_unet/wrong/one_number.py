"""One number for height and width together.

Loses: cropping
Says: get_cropping_shape((None, 64, 64, 512), (None, 56, 56, 512)) gave one number, expected (4,
4): rows, then columns. Return two whole numbers.
"""


def get_cropping_shape(previous, current):
    return (previous[1] - current[1]) // 2
