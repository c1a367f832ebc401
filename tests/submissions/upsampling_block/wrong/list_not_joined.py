"""A convolution gets the list.

Says: upsampling_block(expansive_input, contractive_input, n_filters=32) raised ValueError in the
line `conv = Conv2D(n_filters, 3, activation="relu", padding="same",
kernel_initializer="he_normal")(merge)`: Conv2D got two tensors, expected one. If they are the
pair that a block returns, pass merge[0]. To use both, join them first:
keras.layers.concatenate(merge, axis=3).
Loses: merging, convolutions
"""

from tensorflow.keras.layers import Conv2D, Conv2DTranspose


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    merge = [up, contractive_input]
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
