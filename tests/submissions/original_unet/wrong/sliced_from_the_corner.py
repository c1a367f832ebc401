"""A slice takes the corner at the top left, not the middle.

Loses: expanding
Says: Row 4: Cropping2D has cropping ((0, 176), (0, 176)), expected ((88, 88), (88, 88)). The
same number is cut, but not from both sides alike, so the maps do not lie over each other. Pass
the pair of get_cropping_shape to Cropping2D.
"""

import keras


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    _, height, width, _ = up.shape
    merged = keras.layers.concatenate([up, contractive_input[:, :height, :width, :]], axis=3)
    return _convolve_twice(merged, n_filters)
