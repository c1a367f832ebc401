"""tf.concat is called on Keras tensors.

Says: upsampling_block(expansive_input, contractive_input, n_filters=32) raised ValueError in the
line `merge = tf.concat([up, contractive_input], axis=3)`: a TensorFlow function got a Keras tensor,
which holds no numbers yet; expected Keras layers only. In place of tf.concat write
keras.layers.concatenate([a, b], axis=3).
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
