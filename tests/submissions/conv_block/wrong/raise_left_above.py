"""The line that the exercise cell came with stands above the answer.

Says: conv_block came to the line `raise NotImplementedError()`, so nothing below it runs. Once
your code is written, delete that line, run the cell, then this one.
Loses: layers, outputs, options
"""

from keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    # YOUR CODE HERE
    raise NotImplementedError()
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        inputs
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    skip_connection = conv
    next_layer = MaxPooling2D(pool_size=(2, 2))(conv) if max_pooling else conv
    return next_layer, skip_connection
