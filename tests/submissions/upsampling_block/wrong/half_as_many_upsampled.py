"""The transposed convolution has half as many filters, as in the U-Net of some tutorials.

Says: Row 2: Conv2DTranspose has filters 16, expected 32. Pass n_filters itself to each
Conv2DTranspose.
Loses: upsampling
"""

from tensorflow.keras.layers import Conv2D, Conv2DTranspose, concatenate


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    same = {"activation": "relu", "padding": "same", "kernel_initializer": "he_normal"}
    up = Conv2DTranspose(n_filters // 2, 3, strides=2, padding="same")(expansive_input)
    merge = concatenate([up, contractive_input], axis=3)
    return Conv2D(n_filters, 3, **same)(Conv2D(n_filters, 3, **same)(merge))
