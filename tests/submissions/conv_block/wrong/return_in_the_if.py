"""Without pooling nothing is returned.

Loses: outputs, options
Says: conv_block returned None, expected two tensors, (next_layer, skip_connection). `return
next_layer, skip_connection` stands inside of `if max_pooling:`, and where that is not true nothing
is returned. Write a return for that case too, or move this one to the left.
"""

import keras


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = inputs
    for _ in range(2):
        conv = keras.layers.Conv2D(
            n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
        )(conv)
    if dropout_prob > 0:
        conv = keras.layers.Dropout(dropout_prob)(conv)
    skip_connection = conv
    if max_pooling:
        next_layer = keras.layers.MaxPooling2D(2)(conv)
        return next_layer, skip_connection
