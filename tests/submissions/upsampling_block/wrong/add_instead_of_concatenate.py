"""The skip connection is added.

Says: upsampling_block(expansive_input, contractive_input, n_filters=32) raised ValueError in
the line `merge = add([up, contractive_input])`: a layer that computes number by number got
tensors of shapes (24, 32, 32) and (24, 32, 128), expected equal shapes. A skip connection is
not added but laid beside the other channels. Use keras.layers.concatenate.
Loses: merging, convolutions
"""

from tensorflow.keras.layers import Conv2D, Conv2DTranspose, add


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    merge = add([up, contractive_input])
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
