"""A model without layers.

Says: Block 1, row 2: Conv2D with 32 filters is missing; the network ends before it. Call conv_block
five times, for block 1 as well; in a loop, count its rounds.
Loses: contracting_path, expanding_path, output, whole
"""

from tensorflow import keras


def unet_model(input_size=(96, 128, 3), n_filters=32, n_classes=23):
    inputs = keras.Input(input_size)
    return keras.Model(inputs, inputs)
