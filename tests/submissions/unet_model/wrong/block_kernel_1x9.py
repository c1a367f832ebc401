"""Kernels of 1 × 9 have as many weights as those of 3 × 3.

Says: Block 1, row 3: Conv2D has kernel_size (1, 9), expected (3, 3). Pass 3 as kernel size to
the second Conv2D of block 1.
Loses: contracting_path, whole
"""

from tensorflow.keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        inputs
    )
    conv = Conv2D(
        n_filters, (1, 9), activation="relu", padding="same", kernel_initializer="he_normal"
    )(conv)
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    skip_connection = conv
    return next_layer, skip_connection
