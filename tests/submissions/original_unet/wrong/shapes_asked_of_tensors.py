"""The tensors go into get_cropping_shape, in place of their shapes.

Loses: expanding
Says: expanding_block(expansive_input, contractive_input) raised NotImplementedError in the line `_,
high, wide, _ = previous`: get_cropping_shape got two tensors, expected their shapes. Write
get_cropping_shape(contractive_input.shape, up.shape).
"""

import keras


def get_cropping_shape(previous, current):
    _, high, wide, _ = previous
    _, height, width, _ = current
    return (high - height) // 2, (wide - width) // 2


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    crop = get_cropping_shape(contractive_input, up)
    cropped = keras.layers.Cropping2D(crop)(contractive_input)
    merge = keras.layers.concatenate([up, cropped], axis=3)
    conv = keras.layers.Conv2D(n_filters, 3, activation="relu", kernel_initializer="he_normal")(
        merge
    )
    conv = keras.layers.Conv2D(n_filters, 3, activation="relu", kernel_initializer="he_normal")(
        conv
    )
    return conv
