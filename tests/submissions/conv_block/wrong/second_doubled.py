"""The second convolution has twice as many filters.

Says: Row 3: Conv2D has filters 64, expected 32. Write Conv2D(n_filters, ...) in both convolutions.
Loses: layers, options
"""

from tensorflow.keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    same = {"activation": "relu", "padding": "same", "kernel_initializer": "he_normal"}
    conv = Conv2D(n_filters, 3, **same)(inputs)
    conv = Conv2D(n_filters * 2, 3, **same)(conv)
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = MaxPooling2D(2)(conv) if max_pooling else conv
    return next_layer, conv
