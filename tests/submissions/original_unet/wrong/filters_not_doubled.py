"""Every block has as many filters as the first.

Loses: network, arguments
Says: Blocks 1 to 5 have 64, 64, 64, 64 and 1024 filters, expected 64, 128, 256, 512 and 1024. Each
should have twice as many as the one before. Pass n_filters, n_filters * 2, n_filters * 4, n_filters
* 8 and n_filters * 16.
"""

import keras


def original_unet(input_size=(572, 572, 3), n_filters=64, n_classes=2):
    validate_input(*input_size[:2])
    inputs = keras.Input(shape=input_size)
    tensor, skips = inputs, []
    for level in range(4):
        tensor, skip = contracting_block(tensor, n_filters)
        skips.append(skip)
    tensor, _ = contracting_block(tensor, n_filters * 16, max_pooling=False)
    for level in (3, 2, 1, 0):
        tensor = expanding_block(tensor, skips[level], n_filters)
    logits = keras.layers.Conv2D(n_classes, 1)(tensor)
    return keras.Model(inputs=inputs, outputs=logits)
