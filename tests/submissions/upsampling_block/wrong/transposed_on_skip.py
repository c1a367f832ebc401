"""The inputs are mistaken for each other.

Says: Row 2: Conv2DTranspose is fed by contractive_input, expected expansive_input. What comes
from below is made larger. Call Conv2DTranspose on expansive_input.
Loses: upsampling, merging, convolutions
"""

from tensorflow.keras.layers import Conv2D, Conv2DTranspose, concatenate


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(contractive_input)
    merge = concatenate([up, expansive_input], axis=3)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
