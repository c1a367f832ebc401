"""As the course writes it."""

import keras


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = keras.layers.Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    conv = keras.layers.concatenate([up, contractive_input], axis=3)
    for _ in range(2):
        conv = keras.layers.Conv2D(
            n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
        )(conv)
    return conv
