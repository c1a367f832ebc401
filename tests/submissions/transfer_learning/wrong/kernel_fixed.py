"""A kernel of 4 whatever is asked for.

Loses: upsample
Says: With apply_dropout=True, row 2: Conv2DTranspose has kernel_size (4, 4), expected (3, 3).
Pass the argument size as kernel size to Conv2DTranspose.
"""

import keras


def upsample(filters, size, apply_dropout=False):
    block = keras.Sequential()
    block.add(
        keras.layers.Conv2DTranspose(
            filters,
            4,
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
