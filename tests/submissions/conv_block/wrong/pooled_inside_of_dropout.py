"""next_layer is set inside of the if of the dropout.

Loses: layers, outputs, options
Says: conv_block(inputs) raised UnboundLocalError in the line `return next_layer, conv`: the
variable next_layer has no value when it is used, expected one in every call. It is set inside of
`if dropout_prob > 0:` alone, by `next_layer = keras.layers.MaxPooling2D(2)(conv) if max_pooling
else conv`; where that is not true, it has no value. Set next_layer in an else as well, or before
the if.
"""

import keras


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = inputs
    for _ in range(2):
        conv = keras.layers.Conv2D(
            n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
        )(conv)
    if dropout_prob > 0:
        conv = keras.layers.Dropout(dropout_prob)(conv)
        next_layer = keras.layers.MaxPooling2D(2)(conv) if max_pooling else conv
    return next_layer, conv
