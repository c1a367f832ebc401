"""One level too few, down and up.

Loses: network, arguments
Says: Block 4, row 13: MaxPooling2D is missing; Conv2DTranspose comes in its place. The network goes
3 levels down and up again, expected 4. Put the missing one in above the bottom; in a loop, count
its rounds.
"""

import keras


def original_unet(input_size=(572, 572, 3), n_filters=64, n_classes=2):
    validate_input(*input_size[:2])
    inputs = keras.Input(shape=input_size)
    tensor, skips = inputs, []
    for level in range(3):
        tensor, skip = contracting_block(tensor, n_filters * 2**level)
        skips.append(skip)
    tensor, _ = contracting_block(tensor, n_filters * 8, max_pooling=False)
    for level in (2, 1, 0):
        tensor = expanding_block(tensor, skips[level], n_filters * 2**level)
    logits = keras.layers.Conv2D(n_classes, 1)(tensor)
    return keras.Model(inputs=inputs, outputs=logits)
