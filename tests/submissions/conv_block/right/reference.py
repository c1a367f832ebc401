"""As the course writes it."""

import keras


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = inputs
    for _ in range(2):
        conv = keras.layers.Conv2D(
            n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
        )(conv)
    if dropout_prob > 0:
        conv = keras.layers.Dropout(dropout_prob)(conv)
    skip_connection = conv
    next_layer = keras.layers.MaxPooling2D(2)(conv) if max_pooling else conv
    return next_layer, skip_connection
