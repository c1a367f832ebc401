"""Sequential.add gets all layers at once, in a list.

Loses: upsample
Says: upsample(512, 4) raised ValueError in the line `step.add([
keras.layers.Conv2DTranspose(filters, size, strides=2, padding="same", use_bias=False,
kernel_initializer=keras.initializers.RandomNormal(stddev=0.02),),
keras.layers.BatchNormalization(), ])`: a list was added to a Sequential, expected one layer.
Call add once for each layer, or give all of them to keras.Sequential([…]) at the start.
"""

import keras


def upsample(filters, size, apply_dropout=False):
    step = keras.Sequential()
    step.add(
        [
            keras.layers.Conv2DTranspose(
                filters,
                size,
                strides=2,
                padding="same",
                use_bias=False,
                kernel_initializer=keras.initializers.RandomNormal(stddev=0.02),
            ),
            keras.layers.BatchNormalization(),
        ]
    )
    if apply_dropout:
        step.add(keras.layers.Dropout(0.5))
    step.add(keras.layers.ReLU())
    return step
