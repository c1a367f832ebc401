"""One convolution after the joining.

Loses: expanding
Says: Row 7: Conv2D with 64 filters is missing; the network ends before it. Each block has two 3 × 3
convolutions, the second called on the first one's output.
"""

import keras


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    sides = get_cropping_shape(contractive_input.shape, up.shape)
    cropped = keras.layers.Cropping2D(sides)(contractive_input)
    merged = keras.layers.concatenate([up, cropped], axis=3)
    return keras.layers.Conv2D(n_filters, 3, activation="relu", kernel_initializer="he_normal")(
        merged
    )
