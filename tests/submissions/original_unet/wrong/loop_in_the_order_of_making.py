"""The way up counts levels as the way down did.

Loses: network, arguments
Says: Blocks 6 to 8 have 64, 128 and 256 filters, expected 512, 256 and 128. They rise where they
should fall: in a loop, turn its order round. Pass n_filters * 8, n_filters * 4 and n_filters * 2.
"""

import keras


def valid_sizes(lowest, highest):
    sizes = []
    for side in range(lowest, highest + 1):
        here = side
        for _ in range(4):
            here = (here - 4) / 2  # half a pixel never becomes a whole one again
        if here == int(here) and here > 4:
            sizes.append(side)
    return sizes


def get_cropping_shape(previous, current):
    _, high, wide, _ = previous
    _, height, width, _ = current
    return (high - height) // 2, (wide - width) // 2


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    cropping = get_cropping_shape(contractive_input.shape, up.shape)
    cropped = keras.layers.Cropping2D(cropping)(contractive_input)
    merged = keras.layers.concatenate([up, cropped], axis=3)
    _, output = contracting_block(merged, n_filters, max_pooling=False)
    return output


def contracting_block(inputs, n_filters=64, max_pooling=True):
    conv = inputs
    for _ in range(2):
        conv = keras.layers.Conv2D(n_filters, 3, activation="relu", kernel_initializer="he_normal")(
            conv
        )
    return (keras.layers.MaxPooling2D(2)(conv) if max_pooling else conv), conv


def validate_input(height, width):
    for name, side in (("height", height), ("width", width)):
        level, here = 1, side - 4
        while level <= 4 and here > 0 and here % 2 == 0:
            level, here = level + 1, here // 2 - 4
        if level <= 4 or here < 1:
            nearest = valid_sizes(1, side)[-1:] + valid_sizes(side, side + 140)[:1]
            raise ValueError(
                f"The {name} {side} fails at level {level}. The nearest valid sizes: "
                f"{' and '.join(map(str, nearest))}."
            )


def original_unet(input_size=(572, 572, 3), n_filters=64, n_classes=2):
    validate_input(*input_size[:2])
    inputs = keras.Input(input_size)
    x, skips = inputs, []
    for i in range(4):
        x, s = contracting_block(x, n_filters * 2**i)
        skips.append(s)
    x, _ = contracting_block(x, n_filters * 16, max_pooling=False)
    for i in range(4):
        x = expanding_block(x, skips[i], n_filters * 2**i)
    return keras.Model(inputs, keras.layers.Conv2D(n_classes, 1)(x))
