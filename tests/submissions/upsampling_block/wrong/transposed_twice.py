"""Doubled twice.

Says: Row 3: Conv2DTranspose is one layer too many, expected none here. Remove it.
Loses: upsampling, merging, convolutions
"""

from keras.layers import Conv2D, Conv2DTranspose, concatenate


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(up)
    merge = concatenate([up, contractive_input], axis=3)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
