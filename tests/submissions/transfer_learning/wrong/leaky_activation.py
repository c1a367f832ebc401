"""The activation of another network's encoder.

Loses: upsample
Says: Row 4: Activation has activation leaky_relu with slope 0.3, expected relu. End the block
with keras.layers.ReLU().
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
    if apply_dropout:
        block.add(keras.layers.Dropout(0.5))
    block.add(keras.layers.LeakyReLU())
    return block
