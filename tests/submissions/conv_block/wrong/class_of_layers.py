"""conv_block is a class of layers, as in tutorials for PyTorch; the call gives it a tensor.

Loses: layers, outputs, options
Says: conv_block(inputs) raised TypeError: conv_block is a class, so that this call makes an object
of it; expected a function. Write `def conv_block(…):`, and in it what __init__ and call do: the
layers called on the arguments, then return.
"""

import keras


class conv_block(keras.layers.Layer):
    def __init__(self, n_filters=32, dropout_prob=0, max_pooling=True):
        super().__init__()
        options = dict(activation="relu", padding="same", kernel_initializer="he_normal")
        self.conv1 = keras.layers.Conv2D(n_filters, 3, **options)
        self.conv2 = keras.layers.Conv2D(n_filters, 3, **options)
        self.drop = keras.layers.Dropout(dropout_prob)
        self.pool = keras.layers.MaxPooling2D() if max_pooling else None

    def call(self, inputs):
        skip = self.drop(self.conv2(self.conv1(inputs)))
        return self.pool(skip) if self.pool else skip, skip
