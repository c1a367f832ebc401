"""Four numbers for Cropping2D.

Loses: expanding
Says: expanding_block(expansive_input, contractive_input) raised ValueError in the line `cropped =
keras.layers.Cropping2D((rows, rows, columns, columns))(contractive_input)`: cropping is (88, 88,
88, 88), expected whole numbers from 0 on: one for all sides, or (rows, columns). Write
Cropping2D((rows, columns)).
"""

import keras


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    rows, columns = get_cropping_shape(contractive_input.shape, up.shape)
    cropped = keras.layers.Cropping2D((rows, rows, columns, columns))(contractive_input)
    merged = keras.layers.concatenate([up, cropped], axis=3)
    conv = keras.layers.Conv2D(n_filters, 3, activation="relu", kernel_initializer="he_normal")(
        merged
    )
    conv = keras.layers.Conv2D(n_filters, 3, activation="relu", kernel_initializer="he_normal")(
        conv
    )
    return conv
