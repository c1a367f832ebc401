"""// comes before −.

Loses: cropping
Says: get_cropping_shape((None, 64, 64, 512), (None, 56, 56, 512)) gave (36, 36), expected (4, 4).
// comes before −, so only current was halved. Put brackets around the difference: (previous[1] -
current[1]) // 2.
"""


def get_cropping_shape(previous, current):
    return previous[1] - current[1] // 2, previous[2] - current[2] // 2
