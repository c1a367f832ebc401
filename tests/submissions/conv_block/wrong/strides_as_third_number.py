"""3, 3 after the filters, as Keras 1 had it: the third number is the strides.

Says: Row 3: Conv2D has strides (3, 3), expected (1, 1). A third number in the brackets is the
strides. Leave it out of the second Conv2D.
Loses: layers
"""

import keras


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = keras.layers.Conv2D(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(inputs)
    conv = keras.layers.Conv2D(
        n_filters, 3, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(conv)
    if dropout_prob > 0:
        conv = keras.layers.Dropout(dropout_prob)(conv)
    next_layer = keras.layers.MaxPooling2D(2)(conv) if max_pooling else conv
    skip_connection = conv
    return next_layer, skip_connection
