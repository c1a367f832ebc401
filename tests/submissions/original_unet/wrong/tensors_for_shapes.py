"""Tensors where shapes are expected.

Loses: expanding
Says: expanding_block(expansive_input, contractive_input) raised ValueError in the line `return
(previous[1] - current[1]) // 2, (previous[2] - current[2]) // 2`: get_cropping_shape got two
tensors, expected their shapes. Write get_cropping_shape(contractive_input.shape, up.shape).
"""

import keras


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    rows, columns = get_cropping_shape(contractive_input, up)
    cropped = keras.layers.Cropping2D((rows, columns))(contractive_input)
    merged = keras.layers.concatenate([up, cropped], axis=3)
    conv = keras.layers.Conv2D(n_filters, 3, activation="relu", kernel_initializer="he_normal")(
        merged
    )
    conv = keras.layers.Conv2D(n_filters, 3, activation="relu", kernel_initializer="he_normal")(
        conv
    )
    return conv
