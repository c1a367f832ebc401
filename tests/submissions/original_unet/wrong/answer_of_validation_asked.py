"""validate_input returns nothing, and an if asks what it returned.

Says: original_unet() raised ValueError in the line `raise ValueError("wrong size")`: wrong size.
Expected: a call without an error, and this one you raise yourself. Look at the condition above that
line: it holds for this call.
Loses: network, arguments
"""

import keras


def original_unet(input_size=(572, 572, 3), n_filters=64, n_classes=2):
    if not validate_input(input_size[0], input_size[1]):
        raise ValueError("wrong size")
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
