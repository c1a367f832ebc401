"""Height and width of two shapes are mixed up.

Loses: cropping
Says: get_cropping_shape((None, 64, 80, 512), (None, 56, 60, 512)) gave (2, 12), expected (4, 10).
A height and a width were taken from each other. Take the same axis of both shapes: 1 for the rows,
2 for the columns.
"""


def get_cropping_shape(previous, current):
    return (previous[1] - current[2]) // 2, (previous[2] - current[1]) // 2
