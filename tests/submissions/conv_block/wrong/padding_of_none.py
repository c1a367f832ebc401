"""The padding is left open.

Loses: layers, outputs, options
Says: conv_block(inputs) raised AttributeError in the line `conv = keras.layers.Conv2D(n_filters, 3,
activation="relu", padding=None, kernel_initializer="he_normal")(conv)`: None stands for padding,
expected a value: the place was left open. Write what belongs there: padding=….
"""

import keras


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = inputs
    for _ in range(2):
        conv = keras.layers.Conv2D(
            n_filters, 3, activation="relu", padding=None, kernel_initializer="he_normal"
        )(conv)
    if dropout_prob > 0:
        conv = keras.layers.Dropout(dropout_prob)(conv)
    skip_connection = conv
    next_layer = keras.layers.MaxPooling2D(2)(conv) if max_pooling else conv
    return next_layer, skip_connection
