"""padding="valid" in the transposed convolution.

Says: Row 2: Conv2DTranspose has padding valid, expected same. With padding='valid', which is
Keras's own choice, the map can grow too far. Pass padding='same' to the Conv2DTranspose.
Loses: upsampling, merging, convolutions
"""

from tensorflow.keras.layers import Conv2D, Conv2DTranspose, concatenate


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="valid")(expansive_input)
    merge = concatenate([up, contractive_input], axis=3)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
