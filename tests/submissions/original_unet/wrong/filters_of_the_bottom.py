"""The bottom has as many filters as the level above.

Loses: network, arguments
Says: Block 5, row 14: Conv2D has filters 512, expected 1024. Pass n_filters * 16 as the first
argument of the first Conv2D of block 5.
"""

import keras


def original_unet(input_size=(572, 572, 3), n_filters=64, n_classes=2):
    validate_input(*input_size[:2])
    inputs = keras.Input(shape=input_size)
    tensor, skips = inputs, []
    for level in range(4):
        tensor, skip = contracting_block(tensor, n_filters * 2**level)
        skips.append(skip)
    tensor, _ = contracting_block(tensor, n_filters * 8, max_pooling=False)
    for level in (3, 2, 1, 0):
        tensor = expanding_block(tensor, skips[level], n_filters * 2**level)
    logits = keras.layers.Conv2D(n_classes, 1)(tensor)
    return keras.Model(inputs=inputs, outputs=logits)
