"""stride for strides.

Says: upsampling_block(expansive_input, contractive_input) raised ValueError in the line `up =
Conv2DTranspose(n_filters, 3, stride=2, padding="same")(expansive_input)`: Conv2DTranspose got the
argument 'stride', expected one that it knows. Write strides= in place of stride=.
Loses: upsampling, merging, convolutions
"""

from tensorflow.keras.layers import Conv2D, Conv2DTranspose, concatenate


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, stride=2, padding="same")(expansive_input)
    merge = concatenate([up, contractive_input], axis=3)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
