"""Dropout before the normalisation.

Loses: upsample
Says: With apply_dropout=True, row 3: Dropout follows the Conv2DTranspose, expected it right after
the BatchNormalization. Call Dropout on the output of the BatchNormalization.
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
    if apply_dropout:
        block.add(keras.layers.Dropout(0.5))
    block.add(keras.layers.BatchNormalization())
    block.add(keras.layers.ReLU())
    return block
