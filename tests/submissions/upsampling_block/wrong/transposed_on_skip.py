"""The inputs are mistaken for each other.

Says: upsampling_block(expansive_input, contractive_input) raised ValueError: Concatenate got
(None, 48, 64, 32) and (None, 12, 16, 256), expected tensors of one height and width, joined
along the channels. One is several times as large as the other: two tensors were mistaken for
each other, or the skip connection comes from another level. Print both shapes before they are
joined.
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
