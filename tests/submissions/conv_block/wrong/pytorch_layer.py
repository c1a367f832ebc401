"""A layer of PyTorch.

Says: conv_block(inputs) raised NameError in the line `conv = nn.Conv2d(3, n_filters, 3,
activation="relu", padding="same", kernel_initializer="he_normal")(inputs)`: the name nn is not
known, expected a name of Keras: nn is PyTorch's. Write keras.layers.Conv2D(n_filters, 3)(tensor),
without the channels that come in.
Loses: layers, outputs, options
"""

from keras.layers import Dropout, MaxPooling2D


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = nn.Conv2d(
        3, n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(inputs)
    conv = nn.Conv2d(
        3, n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(conv)
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = MaxPooling2D(2)(conv) if max_pooling else conv
    skip_connection = conv
    return next_layer, skip_connection
