"""Written like a block of notebook 1, with a tensor that nobody passed.

Loses: upsample
Says: upsample(512, 4) raised NameError in the line `)(inputs)`: the name inputs is not known,
expected a tensor of that name. In a network write inputs = keras.Input(input_size) before that
line; in a block, inputs comes first in the def line. A function that gets no tensor, such as
upsample, calls no layer: it returns keras.Sequential([…]) with the layers in it.
"""

import keras


def upsample(filters, size, apply_dropout=False):
    x = keras.layers.Conv2DTranspose(
        filters,
        size,
        strides=2,
        padding="same",
        use_bias=False,
        kernel_initializer=keras.initializers.RandomNormal(mean=0.0, stddev=0.02),
    )(inputs)
    x = keras.layers.BatchNormalization()(x)
    if apply_dropout:
        x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.ReLU()(x)
    return x
