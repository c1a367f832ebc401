"""The whole shapes are taken from each other, with the batch, which is None.

Loses: cropping
Says: get_cropping_shape((None, 64, 64, 512), (None, 56, 56, 512)) raised TypeError in the line
`return tuple((previous - current) // 2)[1:3]`: previous is a shape that begins with None, the
number of pictures, which is not known here; expected numbers alone. Take height and width out of it
first: previous[1] and previous[2].
"""

import numpy as np


def get_cropping_shape(previous, current):
    previous, current = np.array(previous), np.array(current)
    return tuple((previous - current) // 2)[1:3]
