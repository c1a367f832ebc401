"""The pooling is made and not called.

Loses: contracting
Says: Row 4: MaxPooling2D is missing; the network ends before it. `next_layer =
keras.layers.MaxPooling2D((2, 2)) if max_pooling else conv` makes one and does not call it. Write
the tensor in a second pair of brackets: MaxPooling2D(…)(tensor).
"""

import keras


def contracting_block(inputs, n_filters=64, max_pooling=True):
    conv = inputs
    for _ in range(2):
        conv = keras.layers.Conv2D(n_filters, 3, activation="relu", kernel_initializer="he_normal")(
            conv
        )
    next_layer = keras.layers.MaxPooling2D((2, 2)) if max_pooling else conv
    skip_connection = conv
    return next_layer, skip_connection
