"""The argument max_pooling is called in place of the layer.

Loses: layers, outputs, options
Says: conv_block(inputs) raised TypeError in the line `x = max_pooling(2)(x)`: max_pooling was
called like a function, and it is an argument, of type bool; expected a layer. The layer is
keras.layers.MaxPooling2D: write that.
"""

import keras


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    x = inputs
    for _ in range(2):
        x = keras.layers.Conv2D(
            n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
        )(x)
    if dropout_prob > 0:
        x = keras.layers.Dropout(dropout_prob)(x)
    skip = x
    if max_pooling:
        x = max_pooling(2)(x)
    return x, skip
