"""Two classes, whatever the argument says.

Loses: arguments
Says: With input_size=(204, 220, 1), n_filters=4, n_classes=5, the output, row 36: Conv2D has
filters 2, expected 5. Pass n_classes as the first argument of the Conv2D of the output.
"""

import keras


def original_unet(input_size=(572, 572, 3), n_filters=64, n_classes=2):
    validate_input(*input_size[:2])
    inputs = keras.Input(shape=input_size)
    tensor, skips = inputs, []
    for level in range(4):
        tensor, skip = contracting_block(tensor, n_filters * 2**level)
        skips.append(skip)
    tensor, _ = contracting_block(tensor, n_filters * 16, max_pooling=False)
    for level in (3, 2, 1, 0):
        tensor = expanding_block(tensor, skips[level], n_filters * 2**level)
    logits = keras.layers.Conv2D(2, 1)(tensor)
    return keras.Model(inputs=inputs, outputs=logits)
