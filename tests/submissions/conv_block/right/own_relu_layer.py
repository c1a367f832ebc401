"""A layer of one's own that is a ReLU by its numbers."""

import keras
from tensorflow.keras.layers import Conv2D, Dropout, Layer, MaxPooling2D


class Rectifier(Layer):
    def call(self, x):
        return keras.ops.maximum(x, 0)


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, padding="same", kernel_initializer="he_normal")(inputs)
    conv = Rectifier()(conv)
    conv = Conv2D(n_filters, 3, padding="same", kernel_initializer="he_normal")(conv)
    conv = Rectifier()(conv)
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    skip_connection = conv
    return next_layer, skip_connection
