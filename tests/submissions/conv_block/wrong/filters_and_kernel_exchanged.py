"""The size of the kernel comes first.

Loses: layers, options
Says: Row 2: Conv2D has filters 3, expected 32. The number of filters comes first, the size of the
kernel second: Conv2D(n_filters, 3, ...).
"""

import keras


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    c = keras.layers.Conv2D(
        3, n_filters, padding="same", activation="relu", kernel_initializer="he_normal"
    )(inputs)
    c = keras.layers.Conv2D(
        3, n_filters, padding="same", activation="relu", kernel_initializer="he_normal"
    )(c)
    if dropout_prob > 0:
        c = keras.layers.Dropout(dropout_prob)(c)
    return (keras.layers.MaxPooling2D(2)(c) if max_pooling else c), c
