"""The shape of one input, written into the block.

Loses: upsample
Says: upsample(16, 3, apply_dropout=True) raised ValueError: a block or model that works on the
shape (None, 8, 8, 320) got (None, 6, 10, 24), expected the one that it was made for. A Sequential
keeps the shape of its Input or of its first call. Leave Input out of it, make a new block for each
place, and look at the shape of what goes in.
"""

import keras


def upsample(filters, size, apply_dropout=False):
    block = keras.Sequential([keras.Input((8, 8, 320))])
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
