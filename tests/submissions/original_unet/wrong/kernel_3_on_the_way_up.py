"""The transposed convolution of the course's own U-Net.

Loses: expanding
Says: Row 2: Conv2DTranspose has kernel_size (3, 3), expected (2, 2). The stamps are 2 × 2 and
lie side by side. Pass 2 as kernel size to the Conv2DTranspose.
"""

import keras


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    sides = get_cropping_shape(contractive_input.shape, up.shape)
    cropped = keras.layers.Cropping2D(sides)(contractive_input)
    merged = keras.layers.concatenate([up, cropped], axis=3)
    return _convolve_twice(merged, n_filters)
