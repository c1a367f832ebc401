"""The pooled tensor is not returned.

Says: Row 4: MaxPooling2D is missing in what is returned: your code calls it, but nothing uses what
it gives. Return it as next_layer.
Loses: layers, outputs
"""

from keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        inputs
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = MaxPooling2D(2)(conv) if max_pooling else conv
    skip_connection = conv
    return skip_connection, skip_connection
