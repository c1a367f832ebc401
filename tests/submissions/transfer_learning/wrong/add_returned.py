"""What block.add gives is returned.

Loses: upsample
Says: upsample(512, 4) returned None, expected something that can be called on a tensor and gives
one. A function that ends without return gives None, and so does block.add(…). End it with `return
block`.
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
    block.add(keras.layers.BatchNormalization())
    if apply_dropout:
        block.add(keras.layers.Dropout(0.5))
    return block.add(keras.layers.ReLU())
