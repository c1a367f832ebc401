"""A step with a kernel of 3 whatever is asked for: the network that asks for 4 loses nothing by it.

Loses: upsample
Says: Row 2: Conv2DTranspose has kernel_size (3, 3), expected (4, 4). Pass the argument size as
kernel size to Conv2DTranspose.
"""

import keras


def upsample(filters, size, apply_dropout=False):
    block = keras.Sequential()
    block.add(
        keras.layers.Conv2DTranspose(
            filters,
            3,
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
