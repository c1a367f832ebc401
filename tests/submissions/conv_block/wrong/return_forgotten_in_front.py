"""The last line has both tensors and no return.

Loses: layers, outputs, options
Says: conv_block returned None, expected two tensors, (next_layer, skip_connection). Its last line,
`next_layer, skip_connection`, has no return in front. Write return next_layer, skip_connection.
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
    next_layer = keras.layers.MaxPooling2D(2)(conv) if max_pooling else conv
    next_layer, skip_connection
