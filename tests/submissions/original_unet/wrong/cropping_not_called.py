"""The function itself in place of what it gives.

Loses: expanding
Says: expanding_block(expansive_input, contractive_input) raised ValueError in the line `cropped =
keras.layers.Cropping2D(get_cropping_shape)(contractive_input)`: cropping is the function
get_cropping_shape itself, expected what it gives. Write get_cropping_shape(contractive_input.shape,
up.shape).
"""

import keras


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    cropped = keras.layers.Cropping2D(get_cropping_shape)(contractive_input)
    merged = keras.layers.concatenate([up, cropped], axis=3)
    conv = keras.layers.Conv2D(n_filters, 3, activation="relu", kernel_initializer="he_normal")(
        merged
    )
    conv = keras.layers.Conv2D(n_filters, 3, activation="relu", kernel_initializer="he_normal")(
        conv
    )
    return conv
