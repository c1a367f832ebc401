"""The skip connection is taken after the pooling.

Loses: contracting
Says: contracting_block(inputs): skip_connection is the output of the MaxPooling2D (row 4),
expected that of the second Conv2D. Keep the tensor after both convolutions and before the
pooling.
"""

import keras


def contracting_block(inputs, n_filters=64, max_pooling=True):
    tensor = _convolve_twice(inputs, n_filters)
    if max_pooling:
        tensor = keras.layers.MaxPooling2D(2)(tensor)
    return tensor, tensor
