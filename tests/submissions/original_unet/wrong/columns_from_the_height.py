"""The columns to cut are counted from the height of the larger maps.

Loses: cropping
Says: get_cropping_shape((None, 64, 80, 512), (None, 56, 60, 512)) gave (4, 2), expected (4, 10).
A height and a width were taken from each other. Take the same axis of both shapes: 1 for the
rows, 2 for the columns.
"""


def get_cropping_shape(previous, current):
    rows = previous[1] - current[1]
    columns = previous[1] - current[2]
    return rows // 2, columns // 2
