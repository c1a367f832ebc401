"""Columns before rows.

Loses: cropping
Says: get_cropping_shape((None, 64, 80, 512), (None, 56, 60, 512)) gave (10, 4), expected (4,
10). Rows and columns are exchanged. A shape is (batch, height, width, …).
"""


def get_cropping_shape(previous, current):
    return (previous[2] - current[2]) // 2, (previous[1] - current[1]) // 2
