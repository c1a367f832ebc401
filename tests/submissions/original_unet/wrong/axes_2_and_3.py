"""Width and channels.

Loses: cropping
Says: get_cropping_shape((None, 64, 64, 512), (None, 56, 56, 512)) gave (4, 0), expected (4, 4).
These come of the width and the channels. Height and width are axes 1 and 2 of a shape (batch,
height, width, channels).
"""


def get_cropping_shape(previous, current):
    return (previous[2] - current[2]) // 2, (previous[3] - current[3]) // 2
