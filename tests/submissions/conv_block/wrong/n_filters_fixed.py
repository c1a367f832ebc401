"""The number of filters is fixed at 32.

Says: With n_filters=1024, dropout_prob=0.1, row 2: Conv2D has filters 32, expected 1024. The
number is the same with n_filters=32: it is fixed in your code. Write Conv2D(n_filters, ...) in both
convolutions.
Loses: options
"""

from tensorflow.keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(32, 3, activation="relu", padding="same", kernel_initializer="he_normal")(inputs)
    conv = Conv2D(32, 3, activation="relu", padding="same", kernel_initializer="he_normal")(conv)
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    skip_connection = conv
    return next_layer, skip_connection
