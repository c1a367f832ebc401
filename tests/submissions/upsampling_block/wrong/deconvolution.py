"""The layer is called as in Keras 1.

Loses: upsampling, merging, convolutions
Says: upsampling_block(expansive_input, contractive_input) raised AttributeError in the line `up =
keras.layers.Deconvolution2D(n_filters, 3, strides=(2, 2), padding="same")(expansive_input)`:
keras.layers has no Deconvolution2D, expected a name that it has. What you look for is called
otherwise. Write keras.layers.Conv2DTranspose.
"""

import keras


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = keras.layers.Deconvolution2D(n_filters, 3, strides=(2, 2), padding="same")(expansive_input)
    merged = keras.layers.concatenate([up, contractive_input], axis=3)
    conv = keras.layers.Conv2D(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(merged)
    return keras.layers.Conv2D(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(conv)
