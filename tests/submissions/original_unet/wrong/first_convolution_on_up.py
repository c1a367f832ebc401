"""The joined tensor is not used.

Loses: expanding
Says: Row 3: Cropping2D is missing in what is returned; Conv2D comes in its place. Without it the
skip connection has no effect. Crop it, join both, and call the first convolution on the joined
tensor.
"""

import keras


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    crop = get_cropping_shape(contractive_input.shape, up.shape)
    cropped = keras.layers.Cropping2D(crop)(contractive_input)
    merge = keras.layers.concatenate([up, cropped], axis=3)
    conv = keras.layers.Conv2D(n_filters, 3, activation="relu", kernel_initializer="he_normal")(up)
    conv = keras.layers.Conv2D(n_filters, 3, activation="relu", kernel_initializer="he_normal")(
        conv
    )
    return conv
