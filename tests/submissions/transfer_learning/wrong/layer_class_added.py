"""The class of a layer is added.

Loses: upsample
Says: upsample(512, 4) raised ValueError in the line `block.add(keras.layers.ReLU)`: the class ReLU
stands where a layer is expected. Make one with brackets: ReLU().
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
    block.add(keras.layers.BatchNormalization())
    if apply_dropout:
        block.add(keras.layers.Dropout(0.5))
    block.add(keras.layers.ReLU)
    return block
