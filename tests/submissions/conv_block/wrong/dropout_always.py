"""Dropout with a fixed rate in every block.

Says: Row 4: Dropout is one layer too many, expected MaxPooling2D here. Dropout comes after the
second convolution, before pooling, and only when dropout_prob > 0. Check the order and the if.
Loses: layers, options
"""

from tensorflow.keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        inputs
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    conv = Dropout(0.3)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    skip_connection = conv
    return next_layer, skip_connection
