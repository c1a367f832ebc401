"""Conv2d for Conv2D.

Says: conv_block(inputs) raised AttributeError in the line `conv = keras.layers.Conv2d(n_filters,
3, activation="relu", padding="same", kernel_initializer="he_normal")(inputs)`: keras.layers has
no Conv2d, expected a name that it has. Capitals count. Write keras.layers.Conv2D.
Loses: layers, outputs, options
"""

import keras
from tensorflow.keras.layers import Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = keras.layers.Conv2d(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(inputs)
    conv = keras.layers.Conv2d(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(conv)
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    skip_connection = conv
    return next_layer, skip_connection
