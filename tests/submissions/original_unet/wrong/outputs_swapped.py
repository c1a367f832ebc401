"""The skip connection comes first.

Loses: contracting
Says: contracting_block(inputs): the two outputs are swapped: skip_connection comes first,
expected next_layer first. Write `return next_layer, skip_connection`.
"""

import keras


def contracting_block(inputs, n_filters=64, max_pooling=True):
    skip_connection = _convolve_twice(inputs, n_filters)
    next_layer = keras.layers.MaxPooling2D(2)(skip_connection) if max_pooling else skip_connection
    return skip_connection, next_layer
