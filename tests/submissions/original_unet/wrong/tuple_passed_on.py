"""The pair of a block goes into the next one.

Loses: network, arguments
Says: original_unet() raised ValueError in the line `tensor = keras.layers.Conv2D(n_filters, 3,
activation="relu", kernel_initializer="he_normal")(tensor)`: Conv2D got two tensors, expected one.
They are the pair (next_layer, skip_connection) that a block returns; the next layer goes on from
the first of it. Pass its first element, as in c1[0].
"""

import keras


def original_unet(input_size=(572, 572, 3), n_filters=64, n_classes=2):
    validate_input(*input_size[:2])
    inputs = keras.Input(shape=input_size)
    tensor, skips = inputs, []
    for level in range(4):
        tensor = contracting_block(tensor, n_filters * 2**level)
        skips.append(tensor[1])
    tensor, _ = contracting_block(tensor, n_filters * 16, max_pooling=False)
    for level in (3, 2, 1, 0):
        tensor = expanding_block(tensor, skips[level], n_filters * 2**level)
    logits = keras.layers.Conv2D(n_classes, 1)(tensor)
    return keras.Model(inputs=inputs, outputs=logits)
