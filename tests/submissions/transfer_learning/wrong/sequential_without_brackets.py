"""The class, not an object of it.

Loses: upsample
Says: upsample(512, 4) raised TypeError in the line `block.add(keras.layers.Conv2DTranspose(filters,
size, strides=2, padding="same", use_bias=False,
kernel_initializer=keras.initializers.RandomNormal(0.0, 0.02),))`: block is the class Sequential
itself, expected an object of it. Write brackets behind the class where block is made: block =
keras.Sequential().
"""

import keras


def upsample(filters, size, apply_dropout=False):
    block = keras.Sequential
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
    if apply_dropout:
        block.add(keras.layers.Dropout(0.5))
    block.add(keras.layers.ReLU())
    return block
