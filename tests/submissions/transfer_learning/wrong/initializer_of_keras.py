"""Keras's own start for the kernels.

Loses: upsample
Says: Row 2: Conv2DTranspose has kernel_initializer GlorotUniform, expected RandomNormal(mean=0,
stddev=0.02). Pass kernel_initializer=keras.initializers.RandomNormal(0, 0.02) to Conv2DTranspose.
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
        )
    )
    block.add(keras.layers.BatchNormalization())
    if apply_dropout:
        block.add(keras.layers.Dropout(0.5))
    block.add(keras.layers.ReLU())
    return block
