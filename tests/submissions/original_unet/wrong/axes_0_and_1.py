"""The first axis is the batch.

Loses: cropping
Says: get_cropping_shape((None, 64, 64, 512), (None, 56, 56, 512)) raised TypeError in the line
`return (previous[0] - current[0]) // 2, (previous[1] - current[1]) // 2`: both numbers are None,
expected lengths. The first of a shape (batch, height, width, channels) is None for the batch.
Height and width are shape[1] and shape[2].
"""


def get_cropping_shape(previous, current):
    return (previous[0] - current[0]) // 2, (previous[1] - current[1]) // 2
