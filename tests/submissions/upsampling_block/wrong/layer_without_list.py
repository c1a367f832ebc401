"""Concatenate called on two tensors.

Says: upsampling_block(expansive_input, contractive_input, n_filters=32) raised TypeError in the
line `merge = Concatenate(axis=3)(up, contractive_input)`: Concatenate got two tensors one by one,
expected one list of them. Write Concatenate(axis=3)([up, contractive_input]).
Loses: merging, convolutions
"""

from tensorflow.keras.layers import Concatenate, Conv2D, Conv2DTranspose


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    merge = Concatenate(axis=3)(up, contractive_input)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
