"""Halves with a point for Cropping2D.

Loses: expanding
Says: expanding_block(expansive_input, contractive_input) raised ValueError in the line `cropped =
keras.layers.Cropping2D(sides)(contractive_input)`: cropping is 88.0, expected whole numbers from
0 on: one for all sides, or (rows, columns). Divide by // for whole numbers.
"""

import keras


def _sides(previous, current):
    return (previous[1] - current[1]) / 2, (previous[2] - current[2]) / 2


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    sides = _sides(contractive_input.shape, up.shape)
    cropped = keras.layers.Cropping2D(sides)(contractive_input)
    merged = keras.layers.concatenate([up, cropped], axis=3)
    return _convolve_twice(merged, n_filters)
