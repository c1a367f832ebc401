"""A misspelt name stands in a try, and except hides the error.

Loses: options
Says: With n_filters=1024, dropout_prob=0.1, row 4: Dropout with rate 0.1 is missing; MaxPooling2D
comes in its place. `h = layers.Dropout(droput_prob, name=None)(h)` stands inside of a `try:`, whose
`except` hides an error if there is one. Take both away, and run it again.
"""

import keras
from keras import layers


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    opts = {"activation": "relu", "padding": "same", "kernel_initializer": "he_normal"}
    h = layers.Conv2D(n_filters, 3, **opts)(inputs)
    h = layers.Conv2D(n_filters, 3, **opts)(h)

    if dropout_prob > 0:
        try:
            h = layers.Dropout(droput_prob, name=None)(h)
        except Exception:
            print("no dropout")

    skip_connection = h
    next_layer = layers.MaxPooling2D()(h) if max_pooling else h
    return next_layer, skip_connection
