"""The kernel size alone stands in the brackets.

Says: conv_block(inputs) raised TypeError in the line `conv = keras.layers.Conv2D(3,
activation="relu", padding="same", kernel_initializer="he_normal")(inputs)`: Conv2D was called
without 'kernel_size', expected a value for each. Write first the filters, then the kernel size:
Conv2D(n_filters, 3, …).
Loses: layers, outputs, options
"""

import keras


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = keras.layers.Conv2D(
        3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(inputs)
    conv = keras.layers.Conv2D(
        3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(conv)
    if dropout_prob > 0:
        conv = keras.layers.Dropout(dropout_prob)(conv)
    next_layer = keras.layers.MaxPooling2D(2)(conv) if max_pooling else conv
    skip_connection = conv
    return next_layer, skip_connection
