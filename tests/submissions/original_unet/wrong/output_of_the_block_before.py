"""The last convolution is called on the output of the last block but one.

Loses: network, arguments
Says: Block 9, row 31: Conv2DTranspose with 64 filters is missing in what is returned: your code
calls it, but nothing uses what block 9 gives. Call what follows block 9 on the output of block 9.
"""

import keras


def get_cropping_shape(previous, current):
    return (previous[1] - current[1]) // 2, (previous[2] - current[2]) // 2


def valid_sizes(lowest, highest):
    return [s for s in range(lowest, highest + 1) if s >= 140 and s % 16 == 12]


def validate_input(height, width):
    for name, side in (("height", height), ("width", width)):
        level, here = 1, side - 4
        while level <= 4 and here > 0 and here % 2 == 0:
            level, here = level + 1, here // 2 - 4
        if level <= 4 or here < 1:
            nearest = valid_sizes(1, side)[-1:] + valid_sizes(side, side + 140)[:1]
            raise ValueError(
                f"The {name} {side} fails at level {level}. Try {' and '.join(map(str, nearest))}."
            )


def contracting_block(inputs, n_filters=64, max_pooling=True):
    conv = keras.layers.Conv2D(n_filters, 3, activation="relu", kernel_initializer="he_normal")(
        inputs
    )
    conv = keras.layers.Conv2D(n_filters, 3, activation="relu", kernel_initializer="he_normal")(
        conv
    )
    next_layer = keras.layers.MaxPooling2D(2)(conv) if max_pooling else conv
    return next_layer, conv


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
    u6 = expanding_block(c5[0], c4[1], n_filters * 8)
    u7 = expanding_block(u6, c3[1], n_filters * 4)
    u8 = expanding_block(u7, c2[1], n_filters * 2)
    u9 = expanding_block(u8, c1[1], n_filters)
    outputs = keras.layers.Conv2D(n_classes, 1)(u8)
    return keras.Model(inputs=inputs, outputs=outputs)
