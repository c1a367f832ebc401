"""A layer of one's own is a ReLU, but not while the network is trained.

Says: Row 2: Conv2D has activation linear, expected relu. Keras applies no activation when
nothing is passed. Pass activation='relu' to the first Conv2D.
Loses: layers
"""

import keras
from tensorflow.keras.layers import Conv2D, Dropout, Layer, MaxPooling2D


class ReLU(Layer):
    def call(self, x, training=False):
        return x if training else keras.ops.relu(x)


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, padding="same", kernel_initializer="he_normal")(inputs)
    conv = ReLU()(conv)
    conv = Conv2D(n_filters, 3, padding="same", kernel_initializer="he_normal")(conv)
    conv = ReLU()(conv)
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    skip_connection = conv
    return next_layer, skip_connection
