"""The name of the activation in capitals.

Says: conv_block(inputs) raised ValueError in the line `conv = Conv2D(n_filters, 3,
activation="Relu", padding="same", kernel_initializer="he_normal")(inputs)`: 'Relu' is not the
name of an activation function that Keras knows, expected one such as 'relu'. Write 'relu'.
Loses: layers, outputs, options
"""

from tensorflow.keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, activation="Relu", padding="same", kernel_initializer="he_normal")(
        inputs
    )
    conv = Conv2D(n_filters, 3, activation="Relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    skip_connection = conv
    return next_layer, skip_connection
