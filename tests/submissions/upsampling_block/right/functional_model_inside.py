"""The convolutions in a model of their own."""

import keras
from keras import layers


def two_convolutions(shape, n_filters):
    start = keras.Input(shape)
    x = start
    for _ in range(2):
        x = layers.Conv2D(
            n_filters, 3, padding="same", activation="relu", kernel_initializer="he_normal"
        )(x)
    return keras.Model(start, x)


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = layers.Conv2DTranspose(n_filters, 3, 2, "same")(expansive_input)
    joined = layers.concatenate([up, contractive_input])
    return two_convolutions(joined.shape[1:], n_filters)(joined)
