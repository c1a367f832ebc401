"""A memory of its own.

Loses: upsample
Says: Row 3: BatchNormalization has momentum 0.5, expected Keras's own. Leave momentum out of the
BatchNormalization.
"""

import keras


def upsample(filters, size, apply_dropout=False):
    initializer = keras.initializers.RandomNormal(0.0, 0.02)
    block = keras.Sequential()
    block.add(
        keras.layers.Conv2DTranspose(
            filters, size, strides=2, padding="same", use_bias=False, kernel_initializer=initializer
        )
    )
    block.add(keras.layers.BatchNormalization(momentum=0.5))
    if apply_dropout:
        block.add(keras.layers.Dropout(0.5))
    block.add(keras.layers.ReLU())
    return block
