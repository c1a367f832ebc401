"""Every block has as many filters as the first.

Loses: network, arguments
Says: Blocks 1 to 5 have 64, 64, 64, 64 and 1024 filters, expected 64, 128, 256, 512 and 1024. Each
should have twice as many as the one before. Pass n_filters, n_filters * 2, n_filters * 4, n_filters
* 8 and n_filters * 16.
"""

import keras


def failing_level(side):
    for level in range(1, 5):
        side -= 4
        if side < 1 or side % 2:
            return level
        side //= 2
    return 5 if side < 5 else None


def valid_sizes(lowest, highest):
    return [side for side in range(lowest, highest + 1) if failing_level(side) is None]


def validate_input(height, width):
    for name, side in (("height", height), ("width", width)):
        level = failing_level(side)
        if level is not None:
            smaller, larger = valid_sizes(1, side)[-1:], valid_sizes(side, side + 140)[:1]
            near = " or ".join(map(str, smaller + larger))
            raise ValueError(f"The {name} {side} fails at level {level}. Try {near}.")


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
    validate_input(*input_size[:2])
    inputs = keras.Input(shape=input_size)
    tensor, skips = inputs, []
    for level in range(4):
        tensor, skip = contracting_block(tensor, n_filters)
        skips.append(skip)
    tensor, _ = contracting_block(tensor, n_filters * 16, max_pooling=False)
    for level in (3, 2, 1, 0):
        tensor = expanding_block(tensor, skips[level], n_filters)
    logits = keras.layers.Conv2D(n_classes, 1)(tensor)
    return keras.Model(inputs=inputs, outputs=logits)
