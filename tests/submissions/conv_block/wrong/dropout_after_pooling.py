"""Dropout comes after pooling.

Says: With n_filters=1024, dropout_prob=0.1, row 5: Dropout follows MaxPooling2D, expected it
right after Conv2D. Dropout comes after the second convolution, before pooling, and only when
dropout_prob > 0. Check the order and the if.
Loses: options
"""

from tensorflow.keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        inputs
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    else:
        next_layer = conv
    if dropout_prob > 0:
        next_layer = Dropout(dropout_prob)(next_layer)
    skip_connection = conv
    return next_layer, skip_connection
