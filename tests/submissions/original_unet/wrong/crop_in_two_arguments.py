"""Rows and columns are passed one by one.

Says: expanding_block(expansive_input, contractive_input) raised ValueError in the line `cropped =
keras.layers.Cropping2D(*crop)(contractive_input)`: a number in the brackets is taken for
data_format, by its place. Expected: the numbers of one setting in brackets of their own. Write
Cropping2D((rows, columns)).
Loses: expanding
"""

import keras


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    crop = get_cropping_shape(contractive_input.shape, up.shape)
    cropped = keras.layers.Cropping2D(*crop)(contractive_input)
    merged = keras.layers.concatenate([up, cropped], axis=3)
    return _convolve_twice(merged, n_filters)
