"""kernel_init for kernel_initializer.

Says: conv_block(inputs) raised ValueError in the line `conv = Conv2D(n_filters, 3,
activation="relu", padding="same", kernel_init="he_normal")(inputs)`: Conv2D got the argument
'kernel_init', expected one that it knows. Write kernel_initializer= in place of kernel_init=.
Loses: layers, outputs, options
"""

from keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_init="he_normal")(inputs)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_init="he_normal")(conv)
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = MaxPooling2D(2)(conv) if max_pooling else conv
    skip_connection = conv
    return next_layer, skip_connection
