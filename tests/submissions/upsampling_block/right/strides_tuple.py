"""Strides and kernels as tuples, the layers built first."""

from tensorflow.keras import layers


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    def convolution():
        return layers.Conv2D(
            n_filters,
            kernel_size=(3, 3),
            activation="relu",
            padding="same",
            kernel_initializer="HeNormal",
        )

    second, first = convolution(), convolution()
    up = layers.Convolution2DTranspose(n_filters, (3, 3), strides=(2, 2), padding="same")
    joined = layers.Concatenate(axis=3)([up(expansive_input), contractive_input])
    return second(first(joined))
