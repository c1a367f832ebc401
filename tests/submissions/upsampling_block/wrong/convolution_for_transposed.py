"""A convolution with strides of 2 where the image should grow.

Loses: upsampling, merging, convolutions
Says: Row 2: Conv2D stands here, expected Conv2DTranspose. Conv2D does not make the image larger;
with strides=2 it halves it. Use keras.layers.Conv2DTranspose.
"""

from tensorflow.keras.layers import Conv2D, concatenate


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2D(n_filters, 3, strides=2, padding="same")(expansive_input)
    merge = concatenate([up, contractive_input], axis=3)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
