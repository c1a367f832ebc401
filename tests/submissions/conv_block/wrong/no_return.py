"""The return statement is forgotten.

Says: conv_block returned None, expected two tensors, (next_layer, skip_connection). A function
that ends without return gives None. End it with `return next_layer, skip_connection`.
Loses: layers, outputs, options
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
    skip_connection = conv
