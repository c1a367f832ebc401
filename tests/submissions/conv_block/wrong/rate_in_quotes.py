"""The name of the rate as a text.

Says: conv_block(inputs, dropout_prob=0.1) raised TypeError in the line `conv =
Dropout("dropout_prob")(conv)`: a setting of Dropout is the text 'dropout_prob', expected the value
of the argument of that name. Take the quotation marks away: dropout_prob.
Loses: outputs, options
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
        conv = Dropout("dropout_prob")(conv)
    next_layer = MaxPooling2D(2)(conv) if max_pooling else conv
    skip_connection = conv
    return next_layer, skip_connection
