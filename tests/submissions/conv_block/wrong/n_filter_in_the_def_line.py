"""The def line has other names of arguments.

Says: conv_block(inputs, dropout_prob=0.1) raised TypeError: conv_block got the argument
'dropout_prob', expected one that it knows. The exercise has it: your def line has another. Write
dropout_prob in the def line, as the exercise does.
Loses: outputs, options
"""

from tensorflow.keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        inputs
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    if dropout > 0:
        conv = Dropout(dropout)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    skip_connection = conv
    return next_layer, skip_connection
