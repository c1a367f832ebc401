"""A bias that the normalisation takes away again.

Loses: upsample
Says: Row 2: Conv2DTranspose has use_bias True, expected False. The normalisation takes the mean
away and with it any bias. Pass use_bias=False to Conv2DTranspose.
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
            kernel_initializer=keras.initializers.RandomNormal(0.0, 0.02),
        )
    )
    block.add(keras.layers.BatchNormalization())
    if apply_dropout:
        block.add(keras.layers.Dropout(0.5))
    block.add(keras.layers.ReLU())
    return block
