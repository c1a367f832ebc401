"""The blocks give a skip from before the dropout.

Says: Block 6, row 19: Concatenate joins [the Conv2DTranspose of block 6, the second Conv2D of
block 4], expected [the Conv2DTranspose of block 6, the Dropout of block 4]. The skip connection
is taken too early in conv_block. Take it after both convolutions and the dropout.
Loses: expanding_path, whole
"""

from tensorflow.keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        inputs
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    skip_connection = conv
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    return next_layer, skip_connection
