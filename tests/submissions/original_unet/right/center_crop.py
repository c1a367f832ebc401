"""Skips cut by CenterCrop; the sizes are found by trying."""

import keras


def _halved(side, levels=4):
    """The levels that worked out, and what is left below them."""
    done = 0
    while done < levels and side - 4 > 0 and (side - 4) % 2 == 0:
        side, done = (side - 4) // 2, done + 1
    return done, side


def valid_sizes(lowest, highest):
    sizes = []
    for side in range(max(lowest, 1), highest + 1):
        done, left = _halved(side)
        if done == 4 and left > 4:
            sizes.append(side)
    return tuple(sizes)


def validate_input(height, width):
    both = {"height": height, "width": width}
    bad = {name: side for name, side in both.items() if not valid_sizes(side, side)}
    for name, side in bad.items():
        down = side - 1
        while down and not valid_sizes(down, down):
            down -= 1
        up = side + 1
        while not valid_sizes(up, up):
            up += 1
        raise ValueError(
            f"{name} {side}: level {_halved(side)[0] + 1} does not work out; nearest: {down}, {up}"
        )


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
    up = keras.layers.Conv2DTranspose(n_filters, 2, 2)(expansive_input)
    cropped = keras.layers.CenterCrop(*up.shape[1:3])(contractive_input)
    return _convolve_twice(keras.ops.concatenate([up, cropped], axis=-1), n_filters)


def original_unet(input_size=(572, 572, 3), n_filters=64, n_classes=2):
    validate_input(*input_size[:2])
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
