"""The skip is taken after pooling.

Says: skip_connection is the output of the MaxPooling2D (row 4), expected the output of the
second Conv2D. The skip connection carries the image before pooling makes it smaller. Set
skip_connection before you pool.
Loses: outputs
"""

from tensorflow.keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        inputs
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    skip_connection = next_layer
    return next_layer, skip_connection
