"""The two inputs are joined before the smaller one is enlarged.

Says: upsampling_block(expansive_input, contractive_input) raised ValueError in the line `merge =
keras.layers.concatenate([expansive_input, contractive_input], axis=3)`: Concatenate got (None, 12,
16, 256) and (None, 24, 32, 128), expected tensors of one height and width, joined along the
channels. expansive_input is joined as it came in. Call Conv2DTranspose on it first, and join what
that gives.
Loses: upsampling, merging, convolutions
"""

import keras


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    merge = keras.layers.concatenate([expansive_input, contractive_input], axis=3)
    up = keras.layers.Conv2DTranspose(n_filters, 3, strides=2, padding="same")(merge)
    conv = keras.layers.Conv2D(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(up)
    conv = keras.layers.Conv2D(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(conv)
    return conv
