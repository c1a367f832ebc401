"""The arguments are called as in Keras 1.

Loses: layers, outputs, options
Says: conv_block(inputs) raised ValueError in the line `x = keras.layers.Convolution2D(n_filters, 3,
3, activation="relu", border_mode="same", init="he_normal")(inputs)`: Conv2D got the argument
'border_mode', expected one that it knows. Write padding= in place of border_mode=.
"""

import keras


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    x = keras.layers.Convolution2D(
        n_filters, 3, 3, activation="relu", border_mode="same", init="he_normal"
    )(inputs)
    x = keras.layers.Convolution2D(
        n_filters, 3, 3, activation="relu", border_mode="same", init="he_normal"
    )(x)
    if dropout_prob > 0:
        x = keras.layers.Dropout(dropout_prob)(x)
    return keras.layers.MaxPooling2D(2)(x), x
