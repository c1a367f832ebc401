"""Activation layers, and MaxPool2D with strides."""

from tensorflow.keras.layers import Activation, Conv2D, Dropout, MaxPool2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, padding="same", kernel_initializer="he_normal")(inputs)
    conv = Activation("relu")(conv)
    conv = Conv2D(n_filters, 3, padding="same", kernel_initializer="he_normal")(conv)
    conv = Activation("relu")(conv)
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPool2D(2, strides=2, padding="same")(conv)
    skip_connection = conv
    return next_layer, skip_connection
