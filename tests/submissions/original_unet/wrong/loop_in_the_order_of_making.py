"""The way up counts levels as the way down did.

Loses: network, arguments
Says: Blocks 6 to 8 have 64, 128 and 256 filters, expected 512, 256 and 128. They rise where they
should fall: in a loop, turn its order round. Pass n_filters * 8, n_filters * 4 and n_filters * 2.
"""

import keras


def original_unet(input_size=(572, 572, 3), n_filters=64, n_classes=2):
    validate_input(*input_size[:2])
    inputs = keras.Input(input_size)
    x, skips = inputs, []
    for i in range(4):
        x, s = contracting_block(x, n_filters * 2**i)
        skips.append(s)
    x, _ = contracting_block(x, n_filters * 16, max_pooling=False)
    for i in range(4):
        x = expanding_block(x, skips[i], n_filters * 2**i)
    return keras.Model(inputs, keras.layers.Conv2D(n_classes, 1)(x))
