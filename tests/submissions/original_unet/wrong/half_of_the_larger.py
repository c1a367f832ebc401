"""Half of one size.

Loses: cropping
Says: get_cropping_shape((None, 64, 64, 512), (None, 56, 56, 512)) gave (32, 32), expected (4, 4).
That is half of previous. Take half of the difference, previous minus current.
"""


def get_cropping_shape(previous, current):
    return previous[1] // 2, previous[2] // 2
