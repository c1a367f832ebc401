"""The network is built without a look at the size.

Says: original_unet(input_size=(572, 570, 3)) raised ValueError from somewhere else, expected the
ValueError of validate_input: the width 570 fails at level 2. Call validate_input(height, width)
first, outside of any try.
Loses: arguments
"""

import keras


def original_unet(input_size=(572, 572, 3), n_filters=64, n_classes=2):
    inputs = keras.Input(shape=input_size)
    tensor, skips = inputs, []
    for level in range(4):
        tensor, skip = contracting_block(tensor, n_filters * 2**level)
        skips.append(skip)
    tensor, _ = contracting_block(tensor, n_filters * 16, max_pooling=False)
    for level in (3, 2, 1, 0):
        tensor = expanding_block(tensor, skips[level], n_filters * 2**level)
    logits = keras.layers.Conv2D(n_classes, 1)(tensor)
    return keras.Model(inputs=inputs, outputs=logits)
