"""The number of filters is divided and multiplied.

Says: conv_block(inputs) raised ValueError in the line `conv = Conv2D(n_filters / 2 * 2, 3,
activation="relu", padding="same", kernel_initializer="he_normal")(inputs)`: a size or a number of
filters is 32.0, a number with a point, expected a whole one. Division by / always gives a point,
by // a whole number. Write // in its place.
Loses: layers, outputs, options
"""

from tensorflow.keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(
        n_filters / 2 * 2, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(inputs)
    conv = Conv2D(
        n_filters / 2 * 2, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(conv)
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    skip_connection = conv
    return next_layer, skip_connection
