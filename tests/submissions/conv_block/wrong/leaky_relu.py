"""leaky_relu in place of relu.

Says: Row 2: Conv2D has activation leaky_relu with slope 0.2, expected relu. Pass
activation='relu' to the first Conv2D.
Loses: layers
"""

from tensorflow.keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(
        n_filters, 3, activation="leaky_relu", padding="same", kernel_initializer="he_normal"
    )(inputs)
    conv = Conv2D(
        n_filters, 3, activation="leaky_relu", padding="same", kernel_initializer="he_normal"
    )(conv)
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    skip_connection = conv
    return next_layer, skip_connection
