"""The last line is indented too far and belongs to the else.

Loses: layers, outputs, options
Says: conv_block returned None, expected two tensors, (next_layer, skip_connection). `return
next_layer, skip_connection` stands inside of `else:` and was not reached. Move it to the left, to
where the function ends.
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
    else:
        next_layer = conv
        return next_layer, skip_connection
