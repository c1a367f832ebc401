"""keras.ops.concatenate and a ReLU behind each convolution."""

import keras
from tensorflow.keras.layers import Conv2D, Conv2DTranspose


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    merge = keras.ops.concatenate([up, contractive_input], axis=-1)
    conv = Conv2D(n_filters, 3, padding="same", kernel_initializer="he_normal")(merge)
    conv = keras.activations.relu(conv)
    conv = Conv2D(n_filters, 3, padding="same", kernel_initializer="he_normal")(conv)
    conv = keras.ops.relu(conv)
    return conv
