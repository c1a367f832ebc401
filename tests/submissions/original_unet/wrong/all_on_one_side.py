"""All of it on one side.

Loses: cropping
Says: get_cropping_shape((None, 64, 64, 512), (None, 56, 56, 512)) gave an array of shape (2, 2),
expected (4, 4): rows, then columns. That would cut other numbers on one side than on the other,
and the maps would not lie over each other. Return (rows, columns), half of each difference.
"""


def get_cropping_shape(previous, current):
    return (0, previous[1] - current[1]), (0, previous[2] - current[2])
