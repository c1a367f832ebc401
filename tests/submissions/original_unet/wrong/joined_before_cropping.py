"""The cropped tensor has a name, and the other one is joined.

Loses: expanding
Says: expanding_block(expansive_input, contractive_input): Concatenate got (None, 392, 392, 64) and
(None, 568, 568, 64), expected one height and width. The second is the skip connection as it was
before Cropping2D. Join what Cropping2D gives: concatenate([up, cropped], axis=3).
"""

import keras


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    crop = get_cropping_shape(contractive_input.shape, up.shape)
    cropped = keras.layers.Cropping2D(crop)(contractive_input)
    merge = keras.layers.concatenate([up, contractive_input], axis=3)
    conv = keras.layers.Conv2D(n_filters, 3, activation="relu", kernel_initializer="he_normal")(
        merge
    )
    conv = keras.layers.Conv2D(n_filters, 3, activation="relu", kernel_initializer="he_normal")(
        conv
    )
    return conv
