"""The pooling is made and not called.

Says: conv_block returned a tuple of two things; element 0 is a MaxPooling2D layer that was not
called on a tensor, expected two tensors, (next_layer, skip_connection). Call it on a tensor:
MaxPooling2D(2)(conv).
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
    next_layer = MaxPooling2D(2) if max_pooling else conv
    skip_connection = conv
    return next_layer, skip_connection
