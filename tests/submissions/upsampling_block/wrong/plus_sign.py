"""The skip connection is added by a plus sign.

Says: upsampling_block(expansive_input, contractive_input, n_filters=32) raised ValueError in the
line `merge = up + contractive_input`: two tensors of shapes (None, 24, 32, 32) and (None, 24, 32,
128) met in an operation that goes number by number, expected equal shapes. To lay a skip
connection beside other channels, write keras.layers.concatenate([a, b], axis=3).
Loses: merging, convolutions
"""

from tensorflow.keras.layers import Conv2D, Conv2DTranspose


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    merge = up + contractive_input
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
