"""Dropout is made and not called.

Says: conv_block(inputs, dropout_prob=0.1) raised ValueError in the line `next_layer =
MaxPooling2D(pool_size=(2, 2))(conv)`: conv is a Dropout layer, expected a tensor: the layer was
made and not called. Where conv is set, write the tensor in a second pair of brackets:
Dropout(…)(tensor).
Loses: outputs, options
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
        conv = Dropout(dropout_prob)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    skip_connection = conv
    return next_layer, skip_connection
