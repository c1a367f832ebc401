"""The pooling stands in an elif behind the if of the dropout.

Loses: outputs, options
Says: With dropout_prob=0.1: next_layer is the output of the Dropout (row 4), expected the output of
the MaxPooling2D. Nothing was pooled. Call MaxPooling2D(2) in an if of its own, `if max_pooling:`.
"""

import keras


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    x = inputs
    for _ in range(2):
        x = keras.layers.Conv2D(
            n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
        )(x)
    skip = x
    if dropout_prob > 0:
        x = skip = keras.layers.Dropout(dropout_prob)(x)
    elif max_pooling:
        x = keras.layers.MaxPooling2D(2)(x)
    return x, skip
