"""What the dropout gives has a name that is there only with a dropout.

Says: conv_block(inputs) raised UnboundLocalError in the line `next_layer = MaxPooling2D(2)(drop) if
max_pooling else drop`: the variable drop has no value when it is used, expected one in every call.
It is set inside of `if dropout_prob > 0:` alone, by `drop = Dropout(dropout_prob)(conv)`; where
that is not true, it has no value. Without that layer it is the tensor itself: add `else: drop =
conv`.
Loses: layers, outputs, options
"""

from tensorflow.keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    options = {"activation": "relu", "padding": "same", "kernel_initializer": "he_normal"}
    conv = Conv2D(n_filters, 3, **options)(inputs)
    conv = Conv2D(n_filters, 3, **options)(conv)
    if dropout_prob > 0:
        drop = Dropout(dropout_prob)(conv)
    next_layer = MaxPooling2D(2)(drop) if max_pooling else drop
    return next_layer, drop
