"""The layers, not put together.

Loses: upsample
Says: upsample(512, 4) returned a list, expected something that can be called on a tensor and
gives one. Put the layers into a keras.Sequential and return it.
"""

import keras


def upsample(filters, size, apply_dropout=False):
    block = []
    block.append(
        keras.layers.Conv2DTranspose(
            filters,
            size,
            strides=2,
            padding="same",
            use_bias=False,
            kernel_initializer=keras.initializers.RandomNormal(0.0, 0.02),
        )
    )
    block.append(keras.layers.BatchNormalization())
    if apply_dropout:
        block.append(keras.layers.Dropout(0.5))
    block.append(keras.layers.ReLU())
    return block
