"""None was written in the place of a layer and left there.

Says: conv_block(inputs) raised ValueError in the line `next_layer =
keras.layers.MaxPooling2D(2)(conv) if max_pooling else conv`: conv is None where MaxPooling2D is
called on it, expected a tensor. Either None was written in its place, or a function that ends
without return gave it. Look at the line that gives conv its value.
Loses: layers, outputs, options
"""

import keras


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = keras.layers.Conv2D(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(inputs)
    conv = None
    if dropout_prob > 0:
        conv = keras.layers.Dropout(dropout_prob)(conv)
    next_layer = keras.layers.MaxPooling2D(2)(conv) if max_pooling else conv
    skip_connection = conv
    return next_layer, skip_connection
