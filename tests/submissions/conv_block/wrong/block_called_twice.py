"""One Sequential is called for the skip connection and, longer, once more.

Loses: layers, outputs, options
Says: Row 5: the Conv2D of row 2 is called a second time, expected once. Call a layer or a block of
layers once, and keep what it gives.
"""

import keras


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    options = {"activation": "relu", "padding": "same", "kernel_initializer": "he_normal"}
    block = keras.Sequential([keras.layers.Conv2D(n_filters, 3, **options) for _ in range(2)])
    if dropout_prob > 0:
        block.add(keras.layers.Dropout(dropout_prob))
    skip_connection = block(inputs)
    if max_pooling:
        block.add(keras.layers.MaxPooling2D(2))
    return block(inputs), skip_connection
