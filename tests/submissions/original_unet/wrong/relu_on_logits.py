"""The published fault: a ReLU behind the last convolution.

Loses: network, arguments
Says: The output, row 36: Conv2D has activation relu, expected linear. It changes the logits
before the loss sees them. Leave activation out of the 1 × 1 Conv2D.
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
    logits = keras.layers.Conv2D(n_classes, 1, activation="relu")(tensor)
    return keras.Model(inputs=inputs, outputs=logits)
