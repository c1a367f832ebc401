"""What was not enlarged is joined.

Says: Concatenate got (None, 12, 16, 256) and (None, 24, 32, 128), expected (None, 24, 32, 32) and
(None, 24, 32, 128). The first was not enlarged. Join what comes out of Conv2DTranspose.
Loses: merging, convolutions
"""

from keras.layers import Conv2D, Conv2DTranspose, concatenate


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    merge = concatenate([expansive_input, contractive_input], axis=3)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
