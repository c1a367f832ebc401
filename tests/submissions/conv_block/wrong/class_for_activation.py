"""The class ReLU in place of its name.

Says: Row 2: Conv2D got the ReLU class for its activation, expected relu. Pass activation='relu' to
the first Conv2D.
Loses: layers
"""

import keras
from keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(
        n_filters, 3, activation=keras.layers.ReLU, padding="same", kernel_initializer="he_normal"
    )(inputs)
    conv = Conv2D(
        n_filters, 3, activation=keras.layers.ReLU, padding="same", kernel_initializer="he_normal"
    )(conv)
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = MaxPooling2D(2)(conv) if max_pooling else conv
    skip_connection = conv
    return next_layer, skip_connection
