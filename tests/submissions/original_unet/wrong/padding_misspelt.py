"""A padding that does not exist.

Loses: contracting
Says: contracting_block(inputs) raised ValueError in the line `conv =
keras.layers.Conv2D(n_filters, 3, padding="vaild", activation="relu",
kernel_initializer="he_normal")(inputs)`: padding is 'vaild', expected 'same' or 'valid'. Write
padding='valid'.
"""

import keras


def contracting_block(inputs, n_filters=64, max_pooling=True):
    conv = keras.layers.Conv2D(
        n_filters, 3, padding="vaild", activation="relu", kernel_initializer="he_normal"
    )(inputs)
    conv = keras.layers.Conv2D(
        n_filters, 3, padding="vaild", activation="relu", kernel_initializer="he_normal"
    )(conv)
    next_layer = keras.layers.MaxPooling2D(2)(conv) if max_pooling else conv
    return next_layer, conv
