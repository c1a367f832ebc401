"""The first convolution is called on what comes from below, and nothing reads it.

Loses: convolutions
Says: Row 6: Conv2D with 32 filters is missing in what is returned: your code calls one on the
Conv2DTranspose, and nothing uses what that gives. Call one after the other, here on the first
Conv2D.
"""

import keras


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = keras.layers.Conv2DTranspose(n_filters, 3, strides=(2, 2), padding="same")(expansive_input)
    merge = keras.layers.concatenate([up, contractive_input], axis=3)
    conv1 = keras.layers.Conv2D(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(up)
    conv2 = keras.layers.Conv2D(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(merge)
    return conv2
