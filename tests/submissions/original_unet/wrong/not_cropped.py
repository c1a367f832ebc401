"""The skip connection is joined as it is.

Loses: expanding
Says: expanding_block(expansive_input, contractive_input): Concatenate got (None, 392, 392, 64)
and (None, 568, 568, 64), expected one height and width. One is larger by 176 rows and 176
columns. Cut half of that from each side of the skip connection with Cropping2D before you join.
"""

import keras


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    merged = keras.layers.concatenate([up, contractive_input], axis=3)
    return _convolve_twice(merged, n_filters)
