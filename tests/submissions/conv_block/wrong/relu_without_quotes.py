"""relu without quotation marks.

Says: conv_block(inputs) raised NameError in the line `conv = Conv2D(n_filters, 3, activation=relu,
padding="same", kernel_initializer="he_normal")(inputs)`: the name relu is not known, expected a
word in quotes. Write activation='relu'.
Loses: layers, outputs, options
"""

from keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, activation=relu, padding="same", kernel_initializer="he_normal")(
        inputs
    )
    conv = Conv2D(n_filters, 3, activation=relu, padding="same", kernel_initializer="he_normal")(
        conv
    )
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = MaxPooling2D(2)(conv) if max_pooling else conv
    skip_connection = conv
    return next_layer, skip_connection
