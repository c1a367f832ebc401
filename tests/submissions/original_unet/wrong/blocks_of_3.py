"""Pooling over 3 × 3 pixels.

Loses: contracting
Says: Row 4: MaxPooling2D has pool_size (3, 3), expected (2, 2). Pass pool_size=2 to the
MaxPooling2D.
"""

import keras


def contracting_block(inputs, n_filters=64, max_pooling=True):
    skip_connection = _convolve_twice(inputs, n_filters)
    next_layer = keras.layers.MaxPooling2D(3)(skip_connection) if max_pooling else skip_connection
    return next_layer, skip_connection
