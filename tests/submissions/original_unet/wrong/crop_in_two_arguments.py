"""Rows and columns are passed one by one.

Says: expanding_block(expansive_input, contractive_input) raised ValueError in the line `cropped =
keras.layers.Cropping2D(*crop)(contractive_input)`: a number in the brackets is taken for
data_format, by its place. Expected: the numbers of one setting in brackets of their own. Write
Cropping2D((rows, columns)).
Loses: expanding
"""

import keras


def get_cropping_shape(previous, current):
    return (previous[1] - current[1]) // 2, (previous[2] - current[2]) // 2


def _convolve_twice(tensor, n_filters):
    for _ in range(2):
        tensor = keras.layers.Conv2D(
            n_filters, 3, activation="relu", kernel_initializer="he_normal"
        )(tensor)
    return tensor


def contracting_block(inputs, n_filters=64, max_pooling=True):
    skip_connection = _convolve_twice(inputs, n_filters)
    next_layer = keras.layers.MaxPooling2D(2)(skip_connection) if max_pooling else skip_connection
    return next_layer, skip_connection


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    crop = get_cropping_shape(contractive_input.shape, up.shape)
    cropped = keras.layers.Cropping2D(*crop)(contractive_input)
    merged = keras.layers.concatenate([up, cropped], axis=3)
    return _convolve_twice(merged, n_filters)
