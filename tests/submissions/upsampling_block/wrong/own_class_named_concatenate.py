"""A class of one's own called Concatenate.

Says: Row 4: Concatenate is a class of your own, expected Keras' Concatenate. Use
keras.layers.Concatenate.
Loses: merging
"""

import keras
from keras.layers import Conv2D, Conv2DTranspose


class Concatenate(keras.layers.Layer):
    def call(self, tensors):
        return keras.ops.concatenate([tensors[0], tensors[1] * 0], axis=3)


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    merge = Concatenate()([up, contractive_input])
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
