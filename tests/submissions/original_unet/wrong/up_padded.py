"""The upsampled tensor gets a border of zeros in place of a cropped skip.

Loses: expanding
Says: Row 3: ZeroPadding2D stands here, expected Cropping2D. Use keras.layers.Cropping2D.
"""

import keras


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    sides = get_cropping_shape(contractive_input.shape, up.shape)
    bordered = keras.layers.ZeroPadding2D(sides)(up)
    merged = keras.layers.concatenate([bordered, contractive_input], axis=3)
    return _convolve_twice(merged, n_filters)
