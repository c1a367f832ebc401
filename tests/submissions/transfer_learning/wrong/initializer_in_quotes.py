"""An initialiser with its settings as a text.

Loses: upsample
Says: upsample(512, 4) raised ValueError in the line `keras.layers.Conv2DTranspose(filters, size,
strides=2, padding="same", use_bias=False, kernel_initializer=initializer)`: 'RandomNormal(mean=0,
stddev=0.02)' is a text, expected the name of an initializer, which has no brackets, or an object.
Take the quotation marks away: keras.initializers.RandomNormal(mean=0, stddev=0.02).
"""

import keras


def upsample(filters, size, apply_dropout=False):
    initializer = "RandomNormal(mean=0, stddev=0.02)"
    block = keras.Sequential()
    block.add(
        keras.layers.Conv2DTranspose(
            filters, size, strides=2, padding="same", use_bias=False, kernel_initializer=initializer
        )
    )
    block.add(keras.layers.BatchNormalization())
    if apply_dropout:
        block.add(keras.layers.Dropout(0.5))
    block.add(keras.layers.ReLU())
    return block
