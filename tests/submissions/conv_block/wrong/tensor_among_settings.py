"""The tensor stands among the settings of Dropout.

Says: conv_block(inputs, dropout_prob=0.1) raised TypeError in the line `conv = Dropout(conv,
dropout_prob)`: Dropout got a tensor among its settings, expected settings only. The tensor stands
in a second pair of brackets. Write Dropout(dropout_prob)(conv).
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
        conv = Dropout(conv, dropout_prob)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    skip_connection = conv
    return next_layer, skip_connection
