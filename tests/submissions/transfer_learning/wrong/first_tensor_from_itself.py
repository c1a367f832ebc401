"""The first layer is called on what it makes.

Loses: upsample
Says: upsample(512, 4) raised UnboundLocalError in the line `)(x)`: a layer is called on x, which
has no value yet, expected a tensor that is there. Call the first layer on an argument of the def
line. A function that gets no tensor, such as upsample, calls no layer: it returns
keras.Sequential([…]) with the layers in it.
"""

import keras


def upsample(filters, size, apply_dropout=False):
    x = keras.layers.Conv2DTranspose(
        filters,
        size,
        strides=2,
        padding="same",
        kernel_initializer=keras.initializers.RandomNormal(0.0, 0.02),
        use_bias=False,
    )(x)
    x = keras.layers.BatchNormalization()(x)
    if apply_dropout:
        x = keras.layers.Dropout(0.5)(x)
    return keras.layers.ReLU()(x)
