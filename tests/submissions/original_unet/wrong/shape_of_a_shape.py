"""A shape is asked for its shape.

Loses: cropping
Says: get_cropping_shape((None, 64, 64, 512), (None, 56, 56, 512)) raised AttributeError in the
line `return (previous.shape[1] - current.shape[1]) // 2, (previous.shape[2] - current.shape[2]) //
2`: previous has no shape, expected its numbers: it is a shape already, (batch, height, width,
channels). Write previous[1] for the height and previous[2] for the width.
"""


def get_cropping_shape(previous, current):
    return (previous.shape[1] - current.shape[1]) // 2, (previous.shape[2] - current.shape[2]) // 2
