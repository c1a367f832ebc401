"""The skip connection is enlarged.

Loses: network, arguments
Says: Block 6, row 16: Conv2DTranspose is fed by the second Conv2D of block 4, expected the second
Conv2D of block 5. What comes from below is made larger. It is the first argument of
expanding_block, the skip connection the second.
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
    u6 = expanding_block(c4[1], c5[0], n_filters * 8)
    u7 = expanding_block(u6, c3[1], n_filters * 4)
    u8 = expanding_block(u7, c2[1], n_filters * 2)
    u9 = expanding_block(u8, c1[1], n_filters)
    logits = keras.layers.Conv2D(n_classes, 1)(u9)
    return keras.Model(inputs=inputs, outputs=logits)
