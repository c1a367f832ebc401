"""ReLU as a Lambda layer."""

import keras
from tensorflow.keras.layers import Conv2D, Dropout, Lambda, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, padding="same", kernel_initializer="he_normal")(inputs)
    conv = Lambda(keras.ops.relu)(conv)
    conv = Conv2D(n_filters, 3, padding="same", kernel_initializer="he_normal")(conv)
    conv = Lambda(lambda x: keras.ops.maximum(x, 0))(conv)
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    skip_connection = conv
    return next_layer, skip_connection
