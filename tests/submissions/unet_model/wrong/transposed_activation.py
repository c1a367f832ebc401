"""relu on every transposed convolution.

Says: Block 6, row 18: Conv2DTranspose has activation relu, expected linear. Leave activation
out of the Conv2DTranspose of block 6.
Loses: expanding_path, whole
"""

from tensorflow.keras.layers import Conv2D, Conv2DTranspose, concatenate


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same", activation="relu")(
        expansive_input
    )
    merge = concatenate([up, contractive_input], axis=3)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
