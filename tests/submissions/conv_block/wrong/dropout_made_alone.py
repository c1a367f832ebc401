"""The dropout is made in a line of its own and not called.

Loses: options
Says: With n_filters=1024, dropout_prob=0.1, row 4: Dropout with rate 0.1 is missing; MaxPooling2D
comes in its place. `keras.layers.Dropout(dropout_prob)` makes one and does not call it. Write the
tensor in a second pair of brackets: Dropout(…)(tensor).
"""

import keras


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = inputs
    for _ in range(2):
        conv = keras.layers.Conv2D(
            n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
        )(conv)
    if dropout_prob > 0:
        keras.layers.Dropout(dropout_prob)
    skip_connection = conv
    next_layer = keras.layers.MaxPooling2D(2)(conv) if max_pooling else conv
    return next_layer, skip_connection
