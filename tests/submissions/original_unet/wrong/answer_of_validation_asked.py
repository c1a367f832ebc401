"""validate_input returns nothing, and an if asks what it returned.

Says: original_unet() raised ValueError in the line `raise ValueError("wrong size")`: wrong size.
Expected: a call without an error, and this one you raise yourself. Look at the condition above that
line: it holds for this call.
Loses: network, arguments
"""

import keras


def valid_sizes(lowest, highest):
    return [size for size in range(max(lowest, 140), highest + 1) if size % 16 == 12]


def validate_input(height, width):
    for name, size in (("height", height), ("width", width)):
        level, left = 1, size - 4
        while level <= 4 and left > 0 and left % 2 == 0:
            level, left = level + 1, left // 2 - 4
        if level <= 4 or left < 1:
            near = valid_sizes(1, size)[-1:] + valid_sizes(size, size + 140)[:1]
            raise ValueError(f"The {name} {size} fails at level {level}. Valid sizes: {near}")


def get_cropping_shape(previous, current):
    return (previous[1] - current[1]) // 2, (previous[2] - current[2]) // 2


def _convolve_twice(tensor, n_filters):
    for _ in range(2):
        tensor = keras.layers.Conv2D(
            n_filters, 3, activation="relu", kernel_initializer="he_normal"
        )(tensor)
    return tensor


def contracting_block(inputs, n_filters=64, max_pooling=True):
    skip_connection = _convolve_twice(inputs, n_filters)
    next_layer = keras.layers.MaxPooling2D(2)(skip_connection) if max_pooling else skip_connection
    return next_layer, skip_connection


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    sides = get_cropping_shape(contractive_input.shape, up.shape)
    cropped = keras.layers.Cropping2D(sides)(contractive_input)
    merged = keras.layers.concatenate([up, cropped], axis=3)
    return _convolve_twice(merged, n_filters)


def original_unet(input_size=(572, 572, 3), n_filters=64, n_classes=2):
    if not validate_input(input_size[0], input_size[1]):
        raise ValueError("wrong size")
    inputs = keras.Input(shape=input_size)
    tensor, skips = inputs, []
    for level in range(4):
        tensor, skip = contracting_block(tensor, n_filters * 2**level)
        skips.append(skip)
    tensor, _ = contracting_block(tensor, n_filters * 16, max_pooling=False)
    for level in (3, 2, 1, 0):
        tensor = expanding_block(tensor, skips[level], n_filters * 2**level)
    logits = keras.layers.Conv2D(n_classes, 1)(tensor)
    return keras.Model(inputs=inputs, outputs=logits)
