"""Joined along the height.

Says: Concatenate cannot join (None, 24, 32, 32) and (None, 24, 32, 128) along the axis that it
was given, expected the channels, axis 3. Height and width agree. Pass axis=3.
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
