"""One level too few, down and up.

Loses: network, arguments
Says: Block 4, row 13: MaxPooling2D is missing; Conv2DTranspose comes in its place. The network goes
3 levels down and up again, expected 4. Put the missing one in above the bottom; in a loop, count
its rounds.
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
    for level in range(3):
        tensor, skip = contracting_block(tensor, n_filters * 2**level)
        skips.append(skip)
    tensor, _ = contracting_block(tensor, n_filters * 8, max_pooling=False)
    for level in (2, 1, 0):
        tensor = expanding_block(tensor, skips[level], n_filters * 2**level)
    logits = keras.layers.Conv2D(n_classes, 1)(tensor)
    return keras.Model(inputs=inputs, outputs=logits)
