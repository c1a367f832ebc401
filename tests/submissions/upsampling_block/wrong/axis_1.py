"""Joined along the height.

Says: Concatenate got (None, 24, 32, 32) and (None, 24, 32, 128), expected (None, 24, 32, 32)
and (None, 24, 32, 128). Height and width agree, so it joins along another axis. Pass axis=3.
Loses: merging, convolutions
"""

from tensorflow.keras.layers import Conv2D, Conv2DTranspose, concatenate


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    merge = concatenate([up, contractive_input], axis=1)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
