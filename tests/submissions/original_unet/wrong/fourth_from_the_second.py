"""The fourth block is called on the second one's output.

Loses: network, arguments
Says: Block 4, row 11: Conv2D is fed by the MaxPooling2D of block 2, expected the MaxPooling2D of
block 3. Pass element 0 of what the block of block 3 returns to block 4.
"""

import keras


def original_unet(input_size=(572, 572, 3), n_filters=64, n_classes=2):
    validate_input(input_size[0], input_size[1])
    inputs = keras.Input(input_size)
    x1, s1 = contracting_block(inputs, n_filters)
    x2, s2 = contracting_block(x1, n_filters * 2)
    x3, s3 = contracting_block(x2, n_filters * 4)
    x4, s4 = contracting_block(x2, n_filters * 8)
    x5, _ = contracting_block(x4, n_filters * 16, max_pooling=False)
    x6 = expanding_block(x5, s4, n_filters * 8)
    x7 = expanding_block(x6, s3, n_filters * 4)
    x8 = expanding_block(x7, s2, n_filters * 2)
    x9 = expanding_block(x8, s1, n_filters)
    outputs = keras.layers.Conv2D(n_classes, 1)(x9)
    return keras.Model(inputs, outputs)
