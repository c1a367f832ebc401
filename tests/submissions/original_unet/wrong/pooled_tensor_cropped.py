"""The pooled tensor as skip connection.

Loses: network, arguments
Says: original_unet() raised ValueError in the line `cropped = keras.layers.Cropping2D((rows,
columns))(contractive_input)`: cropping is -12, expected whole numbers from 0 on: one for all sides,
or (rows, columns). The tensor to be cropped is smaller than the one it is to meet. In the line `u6
= expanding_block(c5[0], c4[0], n_filters * 8)` pass the skip connection of the same level, element
1 of what its block on the way down returns.
"""

import keras


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    rows, columns = get_cropping_shape(contractive_input.shape, up.shape)
    cropped = keras.layers.Cropping2D((rows, columns))(contractive_input)
    merged = keras.layers.concatenate([up, cropped], axis=3)
    conv = keras.layers.Conv2D(n_filters, 3, activation="relu", kernel_initializer="he_normal")(
        merged
    )
    conv = keras.layers.Conv2D(n_filters, 3, activation="relu", kernel_initializer="he_normal")(
        conv
    )
    return conv


def original_unet(input_size=(572, 572, 3), n_filters=64, n_classes=2):
    validate_input(input_size[0], input_size[1])
    inputs = keras.Input(shape=input_size)
    c1 = contracting_block(inputs, n_filters)
    c2 = contracting_block(c1[0], n_filters * 2)
    c3 = contracting_block(c2[0], n_filters * 4)
    c4 = contracting_block(c3[0], n_filters * 8)
    c5 = contracting_block(c4[0], n_filters * 16, max_pooling=False)
    u6 = expanding_block(c5[0], c4[0], n_filters * 8)
    u7 = expanding_block(u6, c3[1], n_filters * 4)
    u8 = expanding_block(u7, c2[1], n_filters * 2)
    u9 = expanding_block(u8, c1[1], n_filters)
    logits = keras.layers.Conv2D(n_classes, 1)(u9)
    return keras.Model(inputs=inputs, outputs=logits)
