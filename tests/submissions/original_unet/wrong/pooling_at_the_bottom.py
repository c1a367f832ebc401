"""The bottom is pooled as well.

Loses: network, arguments
Says: Block 5, row 16: MaxPooling2D is one layer too many, expected Conv2DTranspose here. Neither
the bottom nor the way up has a pooling. Pass max_pooling=False to the block that makes it, or
remove it.
"""

import keras


def original_unet(input_size=(572, 572, 3), n_filters=64, n_classes=2):
    validate_input(*input_size[:2])
    inputs = keras.Input(shape=input_size)
    tensor, skips = inputs, []
    for level in range(4):
        tensor, skip = contracting_block(tensor, n_filters * 2**level)
        skips.append(skip)
    tensor, _ = contracting_block(tensor, n_filters * 16)
    for level in (3, 2, 1, 0):
        tensor = expanding_block(tensor, skips[level], n_filters * 2**level)
    logits = keras.layers.Conv2D(n_classes, 1)(tensor)
    return keras.Model(inputs=inputs, outputs=logits)
