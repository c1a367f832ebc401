"""The block takes the tensor itself.

Loses: upsample
Says: upsample(512, 4) raised TypeError: upsample was called without 'size', expected a value for
each. In the exercise its def line has the names upsample(filters, size, apply_dropout) and their
default values. Write yours like that.
"""

import keras


def upsample(x, filters, size, apply_dropout=False):
    initializer = keras.initializers.RandomNormal(0.0, 0.02)
    block = keras.Sequential()
    block.add(
        keras.layers.Conv2DTranspose(
            filters, size, strides=2, padding="same", use_bias=False, kernel_initializer=initializer
        )
    )
    block.add(keras.layers.BatchNormalization())
    if apply_dropout:
        block.add(keras.layers.Dropout(0.5))
    block.add(keras.layers.ReLU())
    return block(x)
