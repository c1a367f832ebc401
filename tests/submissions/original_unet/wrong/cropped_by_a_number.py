"""The number of the first level is used at all of them.

Says: expanding_block(expansive_input, contractive_input, n_filters=512) raised ValueError in the
line `cropped = keras.layers.Cropping2D(88)(contractive_input)`: cropping is ((88, 88), (88, 88)),
more than a tensor of height 64 and width 64 has. Expected half the difference of two shapes, as a
right get_cropping_shape(contractive_input.shape, up.shape) gives it. Pass that.
Loses: expanding
"""

import keras


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    cropped = keras.layers.Cropping2D(88)(contractive_input)
    merged = keras.layers.concatenate([up, cropped], axis=3)
    return _convolve_twice(merged, n_filters)
