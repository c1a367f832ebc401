"""One more convolution before the logits, as the U-Net of notebook 3 has it.

Says: Block 9, row 36: Conv2D with 64 filters is one layer too many, expected Conv2D with 2 filters
here. Remove it.
Loses: network, arguments
"""

import keras


def original_unet(input_size=(572, 572, 3), n_filters=64, n_classes=2):
    validate_input(input_size[0], input_size[1])
    inputs = keras.Input(shape=input_size)
    tensor, skips = inputs, []
    for level in range(4):
        tensor, skip = contracting_block(tensor, n_filters * 2**level)
        skips.append(skip)
    tensor, _ = contracting_block(tensor, n_filters * 16, max_pooling=False)
    for level in (3, 2, 1, 0):
        tensor = expanding_block(tensor, skips[level], n_filters * 2**level)
    tensor = keras.layers.Conv2D(n_filters, 3, activation="relu", kernel_initializer="he_normal")(
        tensor
    )
    logits = keras.layers.Conv2D(n_classes, 1)(tensor)
    return keras.Model(inputs=inputs, outputs=logits)
