"""next_layer is set only where the block pools.

Says: conv_block(inputs, max_pooling=False) raised UnboundLocalError in the line `return next_layer,
skip_connection`: the variable next_layer has no value when it is used, expected one in every call.
It is set inside of `if max_pooling:` alone, by `next_layer = MaxPooling2D(2)(conv)`; where that is
not true, it has no value. Without that layer it is the tensor itself: add `else: next_layer =
conv`.
Loses: outputs, options
"""

from tensorflow.keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = inputs
    for _ in range(2):
        conv = Conv2D(
            n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
        )(conv)
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    if max_pooling:
        next_layer = MaxPooling2D(2)(conv)
    skip_connection = conv
    return next_layer, skip_connection
