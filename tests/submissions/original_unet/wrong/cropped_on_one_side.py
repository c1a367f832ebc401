"""All of the difference is cut off at the bottom and on the right.

Loses: expanding
Says: Row 4: Cropping2D has cropping ((0, 176), (0, 176)), expected ((88, 88), (88, 88)). The
same number is cut, but not from both sides alike, so the maps do not lie over each other. Pass
the pair of get_cropping_shape to Cropping2D.
"""

import keras


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    rows, columns = get_cropping_shape(contractive_input.shape, up.shape)
    cropped = keras.layers.Cropping2D(((0, 2 * rows), (0, 2 * columns)))(contractive_input)
    merged = keras.layers.concatenate([up, cropped], axis=3)
    return _convolve_twice(merged, n_filters)
