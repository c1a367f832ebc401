"""Dropout of whole channels in place of single numbers.

Says: With n_filters=1024, dropout_prob=0.1, row 4: SpatialDropout2D stands here, expected
Dropout. Use keras.layers.Dropout.
Loses: options
"""

from tensorflow.keras.layers import Conv2D, MaxPooling2D, SpatialDropout2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        inputs
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    if dropout_prob > 0:
        conv = SpatialDropout2D(dropout_prob)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    return next_layer, conv
