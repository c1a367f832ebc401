"""A mistake in the block costs nothing here.

Loses: upsample
Says: Row 3: BatchNormalization is missing. It brings the numbers near 0 and 1. Add it after
Conv2DTranspose.
"""

import keras


def upsample(filters, size, apply_dropout=False):
    block = keras.Sequential()
    block.add(
        keras.layers.Conv2DTranspose(
            filters,
            size,
            strides=2,
            padding="same",
            use_bias=False,
            kernel_initializer=keras.initializers.RandomNormal(0.0, 0.02),
        )
    )
    if apply_dropout:
        block.add(keras.layers.Dropout(0.5))
    block.add(keras.layers.ReLU())
    return block
