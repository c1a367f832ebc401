"""Filters and the size of the kernel stand in each other's place.

Says: Row 2: Conv2DTranspose has filters 3, expected 32. The number of filters comes first, the size
of the kernel second: Conv2DTranspose(n_filters, 3, ...).
Loses: upsampling
"""

import keras


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = keras.layers.Conv2DTranspose(3, n_filters, strides=2, padding="same")(expansive_input)
    merge = keras.layers.concatenate([up, contractive_input], axis=3)
    conv = keras.layers.Conv2D(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(merge)
    conv = keras.layers.Conv2D(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(conv)
    return conv
