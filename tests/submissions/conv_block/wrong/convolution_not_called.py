"""The first convolution is made and not called.

Says: conv_block(inputs) raised ValueError in the line `conv = keras.layers.Conv2D(n_filters, 3,
activation="relu", padding="same", kernel_initializer="he_normal")(conv)`: conv is a Conv2D layer,
expected a tensor: the layer was made and not called. Where conv is set, write the tensor in a
second pair of brackets: Conv2D(…)(tensor).
Loses: layers, outputs, options
"""

import keras


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = keras.layers.Conv2D(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )
    conv = keras.layers.Conv2D(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(conv)
    if dropout_prob > 0:
        conv = keras.layers.Dropout(dropout_prob)(conv)
    next_layer = keras.layers.MaxPooling2D(2)(conv) if max_pooling else conv
    skip_connection = conv
    return next_layer, skip_connection
