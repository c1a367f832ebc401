"""The number of filters is fixed in the convolutions.

Says: With n_filters=16, row 5: Conv2D has filters 32, expected 16. Pass n_filters itself to each
Conv2D.
Loses: convolutions
"""

from tensorflow.keras.layers import Conv2D, Conv2DTranspose, concatenate


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    merge = concatenate([up, contractive_input], axis=3)
    conv = Conv2D(32, 3, activation="relu", padding="same", kernel_initializer="he_normal")(merge)
    conv = Conv2D(32, 3, activation="relu", padding="same", kernel_initializer="he_normal")(conv)
    return conv
