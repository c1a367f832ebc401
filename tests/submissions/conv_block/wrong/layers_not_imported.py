"""layers is not imported.

Says: conv_block(inputs) raised NameError in the line `conv = layers.Conv2D(n_filters, 3,
activation="relu", padding="same", kernel_initializer="he_normal")(inputs)`: the name layers is
not known, expected an import of it. Write `from keras import layers` in a cell above and run it.
Loses: layers, outputs, options
"""

from tensorflow.keras.layers import Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = layers.Conv2D(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(inputs)
    conv = layers.Conv2D(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(conv)
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    skip_connection = conv
    return next_layer, skip_connection
