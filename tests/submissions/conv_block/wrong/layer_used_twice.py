"""One Conv2D object is used for both convolutions.

Says: conv_block(inputs) raised ValueError in the line
`conv = layer(conv)`: a layer built for 3 channels got a tensor with 32.
This happens when one layer object is called twice; expected a new layer for each call. Create
the layer inside the function, once for each place.
Loses: layers, outputs, options
"""

from tensorflow.keras.layers import Conv2D, Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    layer = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")
    conv = layer(inputs)
    conv = layer(conv)
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    skip_connection = conv
    return next_layer, skip_connection
