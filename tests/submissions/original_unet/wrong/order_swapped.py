"""The skip connection comes first in the concatenation.

Loses: expanding
Says: Row 5: Concatenate joins [the Cropping2D, the Conv2DTranspose], expected [the
Conv2DTranspose, the Cropping2D]. Both orders make a working network; this exercise asks for the
upsampled tensor first. Write concatenate([up, cropped], axis=3).
"""

import keras


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    sides = get_cropping_shape(contractive_input.shape, up.shape)
    cropped = keras.layers.Cropping2D(sides)(contractive_input)
    merged = keras.layers.concatenate([cropped, up], axis=3)
    return _convolve_twice(merged, n_filters)
