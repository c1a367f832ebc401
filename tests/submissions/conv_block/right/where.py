"""ReLU by cases."""

import keras
from tensorflow.keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, padding="same", kernel_initializer="he_normal")(inputs)
    conv = keras.ops.where(conv > 0, conv, 0)
    conv = Conv2D(n_filters, 3, padding="same", kernel_initializer="he_normal")(conv)
    conv = keras.ops.where(conv > 0, conv, 0)
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    skip_connection = conv
    return next_layer, skip_connection
