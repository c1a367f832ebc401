"""Both convolutions in a Sequential."""

import keras
from keras import layers


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    block = keras.Sequential()
    for _ in range(2):
        block.add(layers.Conv2D(n_filters, 3, padding="same", kernel_initializer="he_normal"))
        block.add(layers.ReLU())
    if dropout_prob:
        block.add(layers.Dropout(dropout_prob))
    skip_connection = block(inputs)
    if not max_pooling:
        return skip_connection, skip_connection
    return layers.MaxPooling2D()(skip_connection), skip_connection
