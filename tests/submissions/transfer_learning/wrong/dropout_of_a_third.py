"""Dropout of 0.3.

Loses: upsample
Says: With apply_dropout=True, row 4: Dropout has rate 0.3, expected 0.5. Write Dropout(0.5).
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
        block.add(keras.layers.Dropout(0.3))
    block.add(keras.layers.ReLU())
    return block
