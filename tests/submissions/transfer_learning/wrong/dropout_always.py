"""Dropout whether it is asked for or not.

Loses: upsample
Says: Row 4: Dropout is one layer too many, expected Activation here. Dropout is asked for by
apply_dropout, which is False here. Put it behind an if.
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
    block.add(keras.layers.BatchNormalization())
    block.add(keras.layers.Dropout(0.5))
    block.add(keras.layers.ReLU())
    return block
