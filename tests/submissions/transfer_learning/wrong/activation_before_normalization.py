"""ReLU before the normalisation.

Loses: upsample
Says: Row 2: Conv2DTranspose has activation relu, expected linear. ReLU comes last in the block,
after the normalisation. Move it there.
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
    block.add(keras.layers.ReLU())
    block.add(keras.layers.BatchNormalization())
    if apply_dropout:
        block.add(keras.layers.Dropout(0.5))
    return block
