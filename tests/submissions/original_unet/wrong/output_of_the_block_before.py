"""The last convolution is called on the output of the last block but one.

Loses: network, arguments
Says: Block 9, row 31: Conv2DTranspose with 64 filters is missing in what is returned: your code
calls it, but nothing uses what block 9 gives. Call what follows block 9 on the output of block 9.
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
    outputs = keras.layers.Conv2D(n_classes, 1)(u8)
    return keras.Model(inputs=inputs, outputs=outputs)
