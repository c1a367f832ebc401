"""tf.concat is called on Keras tensors.

Says: upsampling_block(expansive_input, contractive_input, n_filters=32) raised ValueError in
the line `merge = tf.concat([up, contractive_input], axis=3)`: a TensorFlow function got a Keras
tensor, which holds no numbers yet; expected Keras layers only. tf.nn.relu, tf.concat and the
like do not work while a network is put together. Use activation='relu' or a layer such as
keras.layers.Concatenate instead.
Loses: merging, convolutions
"""

import tensorflow as tf
from tensorflow.keras.layers import Conv2D, Conv2DTranspose


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    merge = tf.concat([up, contractive_input], axis=3)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv
