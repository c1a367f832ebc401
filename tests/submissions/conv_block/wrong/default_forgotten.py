"""dropout_prob has no default value.

Says: conv_block(inputs) raised TypeError: conv_block was called without 'n_filters',
'dropout_prob', and 'max_pooling', expected a value for each. In the exercise its def line has the
names conv_block(inputs, n_filters, dropout_prob, max_pooling) and their default values. Write yours
like that.
Loses: layers, outputs, options
"""

from tensorflow.keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters, dropout_prob, max_pooling):
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
    return next_layer, skip_connection
