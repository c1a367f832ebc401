"""A deviation of 0.05.

Loses: upsample
Says: Row 2: Conv2DTranspose has kernel_initializer RandomNormal(mean=0, stddev=0.05), expected
RandomNormal(mean=0, stddev=0.02). Pass kernel_initializer=keras.initializers.RandomNormal(0, 0.02)
to Conv2DTranspose.
"""

import keras


def upsample(filters, size, apply_dropout=False):
    initializer = "random_normal"
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
    return block
