"""The return is indented into the loop, which ends after one convolution.

Loses: layers
Says: Row 3: Conv2D with 32 filters is missing; MaxPooling2D comes in its place. `return out,
skip` stands inside of `for _ in range(2):`, which ends in its first pass. Move it to the left,
behind the loop.
"""

import keras


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    out = inputs
    for _ in range(2):
        out = keras.layers.Conv2D(
            n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
        )(out)
        if dropout_prob > 0:
            out = keras.layers.Dropout(dropout_prob)(out)
        skip = out
        if max_pooling:
            out = keras.layers.MaxPooling2D(2)(out)
        return out, skip
