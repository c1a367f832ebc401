"""The joined tensor is returned.

Loses: expanding
Says: Row 6: Conv2D with 64 filters is missing in what is returned: your code calls it, but nothing
uses the second Conv2D. Return it.
"""

import keras


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    sides = get_cropping_shape(contractive_input.shape, up.shape)
    cropped = keras.layers.Cropping2D(sides)(contractive_input)
    merged = keras.layers.concatenate([up, cropped], axis=3)
    _convolve_twice(merged, n_filters)
    return merged
