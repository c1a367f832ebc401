"""Conv1D for pictures.

Says: conv_block(inputs) raised ValueError in the line `conv = Conv1D(n_filters, 3,
activation="relu", padding="same", kernel_initializer="he_normal")(inputs)`: Conv1D got a tensor of
shape (None, 96, 128, 3), expected fewer axes. Pictures have height and width. Write Conv2D.
Loses: layers, outputs, options
"""

from keras.layers import Conv1D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv1D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        inputs
    )
    conv = Conv1D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = MaxPooling2D(2)(conv) if max_pooling else conv
    skip_connection = conv
    return next_layer, skip_connection
