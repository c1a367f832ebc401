"""A third convolution, but only when there is dropout.

Says: With n_filters=1024, dropout_prob=0.1, row 5: Conv2D is one layer too many, expected
MaxPooling2D here. Remove it.
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
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
        conv = Conv2D(n_filters, 3, activation="relu", padding="same")(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    return next_layer, conv
