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


def contracting_block(inputs, n_filters=64, max_pooling=True):
    skip_connection = _convolve_twice(inputs, n_filters)
    next_layer = keras.layers.MaxPooling2D(2)(skip_connection) if max_pooling else skip_connection
    return next_layer, skip_connection
