"""The pooling is forgotten.

Says: Row 4: MaxPooling2D is missing; the network ends before it. When max_pooling is True, `if
max_pooling:`, call MaxPooling2D(2) on it.
Loses: layers, outputs
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
    skip_connection = conv
    return next_layer, skip_connection
