"""The last convolution is forgotten.

Loses: network, arguments
Says: The output, row 36: Conv2D with 2 filters is missing; the network ends before it. End with
Conv2D(n_classes, 1), which makes the logits, without activation.
"""

import keras


def original_unet(input_size=(572, 572, 3), n_filters=64, n_classes=2):
    validate_input(input_size[0], input_size[1])
    inputs = keras.Input(shape=input_size)
    c1 = contracting_block(inputs, n_filters)
    c2 = contracting_block(c1[0], n_filters * 2)
    c3 = contracting_block(c2[0], n_filters * 4)
    c4 = contracting_block(c3[0], n_filters * 8)
    c5 = contracting_block(c4[0], n_filters * 16, max_pooling=False)
    u6 = expanding_block(c5[0], c4[1], n_filters * 8)
    u7 = expanding_block(u6, c3[1], n_filters * 4)
    u8 = expanding_block(u7, c2[1], n_filters * 2)
    u9 = expanding_block(u8, c1[1], n_filters)
    logits = u9
    return keras.Model(inputs=inputs, outputs=logits)
