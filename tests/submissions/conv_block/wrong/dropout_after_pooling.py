"""Dropout comes after pooling.

Says: With dropout_prob=0.1, max_pooling=False: skip_connection is the output of the second Conv2D
(row 3), expected the output of the Dropout. The skip connection is taken too early. Set
skip_connection after the dropout, which comes before the pooling.
Loses: outputs, options
"""

from tensorflow.keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        inputs
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    if dropout_prob > 0:
        next_layer = Dropout(dropout_prob)(next_layer)
    skip_connection = conv
    return next_layer, skip_connection
