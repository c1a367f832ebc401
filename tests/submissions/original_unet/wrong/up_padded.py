"""The upsampled tensor gets a border of zeros in place of a cropped skip.

Loses: expanding
Says: Row 3: ZeroPadding2D stands here, expected Cropping2D. Use keras.layers.Cropping2D.
"""

import keras


def get_cropping_shape(previous, current):
    return (previous[1] - current[1]) // 2, (previous[2] - current[2]) // 2


def _convolve_twice(tensor, n_filters):
    for _ in range(2):
        tensor = keras.layers.Conv2D(
            n_filters, 3, activation="relu", kernel_initializer="he_normal"
        )(tensor)
    return tensor


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    sides = get_cropping_shape(contractive_input.shape, up.shape)
    bordered = keras.layers.ZeroPadding2D(sides)(up)
    merged = keras.layers.concatenate([bordered, contractive_input], axis=3)
    return _convolve_twice(merged, n_filters)
