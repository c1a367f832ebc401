"""Without pooling the next layer is what came in.

Loses: outputs
Says: With max_pooling=False: next_layer is inputs itself, expected the output of the second Conv2D.
Without pooling it is the tensor of skip_connection: where max_pooling is False, write next_layer =
skip_connection.
"""

import keras


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    x = next_layer = inputs
    for _ in range(2):
        x = keras.layers.Conv2D(
            n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
        )(x)
    if dropout_prob > 0:
        x = keras.layers.Dropout(dropout_prob)(x)
    if max_pooling:
        next_layer = keras.layers.MaxPooling2D(2)(x)
    return next_layer, x
