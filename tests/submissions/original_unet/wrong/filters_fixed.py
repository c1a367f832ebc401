"""The number of filters is written into the block.

Loses: contracting
Says: With n_filters=16, row 2: Conv2D has filters 64, expected 16. Pass n_filters as the first
argument of the first Conv2D.
"""

import keras


def _convolve_twice(tensor, n_filters):
    for _ in range(2):
        tensor = keras.layers.Conv2D(64, 3, activation="relu", kernel_initializer="he_normal")(
            tensor
        )
    return tensor
