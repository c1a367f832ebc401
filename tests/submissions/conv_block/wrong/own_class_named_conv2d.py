"""A class of one's own called Conv2D.

Says: Row 2: Conv2D is a class of your own, expected Keras' Conv2D. Use keras.layers.Conv2D.
Loses: layers
"""

import keras
from keras.layers import Dropout, MaxPooling2D


class Conv2D(keras.layers.Conv2D):
    def call(self, inputs):
        return super().call(inputs) * 0


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        inputs
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    skip_connection = conv
    return next_layer, skip_connection
