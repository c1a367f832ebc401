"""The convolutions and the dropout stand in a layer of one's own."""

import keras


class Convolutions(keras.Layer):
    def __init__(self, n_filters, rate):
        super().__init__()
        settings = {"activation": "relu", "padding": "same", "kernel_initializer": "he_normal"}
        self.first = keras.layers.Conv2D(n_filters, 3, **settings)
        self.second = keras.layers.Conv2D(n_filters, 3, **settings)
        self.drop = keras.layers.Dropout(rate)

    def call(self, inputs, training=None):
        tensor = self.second(self.first(inputs))
        if self.drop.rate > 0:
            tensor = self.drop(tensor, training=training)
        return tensor


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    skip_connection = Convolutions(n_filters, dropout_prob)(inputs)
    next_layer = skip_connection
    if max_pooling:
        next_layer = keras.layers.MaxPooling2D()(skip_connection)
    return next_layer, skip_connection
