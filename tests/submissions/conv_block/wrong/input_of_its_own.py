"""The block starts from an Input of its own.

Says: Row 1: this Input was made inside your function, expected the tensor it was called with.
The block is one piece of a larger network. Remove the Input and call the first Conv2D on
inputs.
Loses: layers
"""

from tensorflow.keras.layers import Conv2D, Dropout, Input, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    inputs = Input((96, 128, 3))
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
    skip_connection = conv
    return next_layer, skip_connection
