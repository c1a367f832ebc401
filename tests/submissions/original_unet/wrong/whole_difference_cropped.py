"""Twice too much is cut off, and nothing can be joined.

Loses: expanding
Says: Row 4: Cropping2D has cropping ((176, 176), (176, 176)), expected ((88, 88), (88, 88)). Pass
get_cropping_shape(contractive_input.shape, up.shape) to Cropping2D. If you do, fix
get_cropping_shape first.
"""

import keras


def _cropping(previous, current):
    return previous[1] - current[1], previous[2] - current[2]


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    sides = _cropping(contractive_input.shape, up.shape)
    cropped = keras.layers.Cropping2D(sides)(contractive_input)
    merged = keras.layers.concatenate([up, cropped], axis=3)
    return _convolve_twice(merged, n_filters)
