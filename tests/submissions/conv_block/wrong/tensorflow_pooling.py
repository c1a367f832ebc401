"""TensorFlow pools.

Says: conv_block(inputs) raised ValueError in the line `next_layer = tf.nn.max_pool2d(conv, 2, 2,
"VALID") if max_pooling else conv`: a TensorFlow function got a Keras tensor, which holds no numbers
yet; expected Keras layers only. In place of tf.nn.max_pool2d write
keras.layers.MaxPooling2D(2)(tensor).
Loses: layers, outputs, options
"""

import tensorflow as tf
from keras.layers import Conv2D, Dropout


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        inputs
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = tf.nn.max_pool2d(conv, 2, 2, "VALID") if max_pooling else conv
    skip_connection = conv
    return next_layer, skip_connection
