"""The name of the initializer in other capitals.

Says: conv_block(inputs) raised ValueError in the line `conv = Conv2D(n_filters, 3,
activation="relu", padding="same", kernel_initializer="heNormal")(inputs)`: 'heNormal' is not the
name of an initializer that Keras knows, expected one such as 'he_normal'. Write 'he_normal'.
Loses: layers, outputs, options
"""

from tensorflow.keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="heNormal")(
        inputs
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="heNormal")(
        conv
    )
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    skip_connection = conv
    return next_layer, skip_connection
