"""The dropout stands between the convolutions.

Says: With n_filters=1024, dropout_prob=0.1, row 3: Dropout follows the first Conv2D, expected it
right after the second Conv2D. Call Dropout on the output of the second Conv2D.
Loses: options
"""

from keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        inputs
    )
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    next_layer = MaxPooling2D(2)(conv) if max_pooling else conv
    skip_connection = conv
    return next_layer, skip_connection
