"""The skip connection is cropped to the size of what comes from below, before that is enlarged.

Loses: expanding
Says: expanding_block(expansive_input, contractive_input): Concatenate got (None, 392, 392, 64) and
(None, 196, 196, 64), expected one height and width. The skip connection was cropped to the size of
expansive_input, before that was enlarged. Call Conv2DTranspose first, then
get_cropping_shape(contractive_input.shape, up.shape) with what it gives.
"""

import keras


def expanding_block(expansive_input, contractive_input, n_filters=64):
    cropping = get_cropping_shape(contractive_input.shape, expansive_input.shape)
    cropped = keras.layers.Cropping2D(cropping)(contractive_input)
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    tensor = keras.layers.concatenate([up, cropped], axis=3)
    for _ in range(2):
        tensor = keras.layers.Conv2D(
            n_filters, 3, activation="relu", kernel_initializer="he_normal"
        )(tensor)
    return tensor
