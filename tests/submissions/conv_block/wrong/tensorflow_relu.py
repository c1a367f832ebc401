"""tf.nn.relu is called on a Keras tensor.

Says: conv_block(inputs) raised ValueError in the line `conv = tf.nn.relu(conv)`: a TensorFlow
function got a Keras tensor, which holds no numbers yet; expected Keras layers only. In place of
tf.nn.relu write activation='relu' in the layer before.
Loses: layers, outputs, options
"""

import tensorflow as tf
from tensorflow.keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        inputs
    )
    conv = Conv2D(n_filters, 3, padding="same", kernel_initializer="he_normal")(conv)
    conv = tf.nn.relu(conv)
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    skip_connection = conv
    return next_layer, skip_connection
