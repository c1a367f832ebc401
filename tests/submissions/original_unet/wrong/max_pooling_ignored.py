"""max_pooling is not used.

Loses: contracting
Says: With n_filters=128, max_pooling=False, row 4: MaxPooling2D is one layer too many, expected the
end of the network here. Pool once at the end, and only `if max_pooling:`.
"""

import keras


def contracting_block(inputs, n_filters=64, max_pooling=True):
    skip_connection = _convolve_twice(inputs, n_filters)
    next_layer = keras.layers.MaxPooling2D(2)(skip_connection)
    return next_layer, skip_connection
