"""concatenate without a list, along an axis.

Says: upsampling_block(expansive_input, contractive_input, n_filters=32) raised TypeError in the
line `merge = concatenate(up, contractive_input, axis=3)`: concatenate got two tensors one by one,
expected one list of them. Write concatenate([up, contractive_input], axis=3).
Loses: merging, convolutions
"""

from tensorflow.keras.layers import Conv2D, Conv2DTranspose, concatenate


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    merge = concatenate(up, contractive_input, axis=3)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
