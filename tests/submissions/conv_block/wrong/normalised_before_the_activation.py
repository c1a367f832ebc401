"""Convolution, batch normalisation, ReLU: as many networks have it, but not this one.

Says: Row 3: BatchNormalization is one layer too many, expected Conv2D here. Remove it.
Loses: layers
"""

from tensorflow.keras.layers import BatchNormalization, Conv2D, Dropout, MaxPooling2D, ReLU


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = inputs
    for _ in range(2):
        conv = Conv2D(n_filters, 3, padding="same", kernel_initializer="he_normal")(conv)
        conv = ReLU()(BatchNormalization()(conv))
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = MaxPooling2D(2)(conv) if max_pooling else conv
    return next_layer, conv
