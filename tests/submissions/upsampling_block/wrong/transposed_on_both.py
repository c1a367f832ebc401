"""Both tensors stand in the brackets of the transposed convolution.

Loses: upsampling, merging, convolutions
Says: upsampling_block(expansive_input, contractive_input) raised TypeError in the line `up =
Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input, contractive_input)`:
Conv2DTranspose was called on expansive_input and contractive_input, expected one tensor. Leave in
its second pair of brackets only the one that it works on, such as
Conv2DTranspose(…)(expansive_input).
"""

from tensorflow.keras.layers import Conv2D, Conv2DTranspose, concatenate


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(
        expansive_input, contractive_input
    )
    merge = concatenate([up, contractive_input], axis=3)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
