"""The skip connection is squeezed in place of being cropped.

Loses: expanding
Says: Row 4: Resizing stands here, expected Cropping2D. Resizing squeezes the picture and moves
every edge. Use keras.layers.Cropping2D.
"""

import keras


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    squeezed = keras.layers.Resizing(*up.shape[1:3])(contractive_input)
    merged = keras.layers.concatenate([up, squeezed], axis=3)
    return _convolve_twice(merged, n_filters)
