"""Sizes by a formula, pairs for Cropping2D, slices in place of cropping layers."""

import numpy as np
from tensorflow import keras
from tensorflow.keras.layers import Activation, Concatenate, Conv2D, Conv2DTranspose, MaxPool2D


def valid_sizes(lowest, highest):
    return np.array([60 + 16 * k for k in range(5, 200) if lowest <= 60 + 16 * k <= highest])


def _level_that_fails(side):
    sizes = [(side - 60 + 15 * 4 - 4) / 1]
    for _ in range(3):
        sizes.append(sizes[-1] / 2 - 4)
    odd = [level for level, size in enumerate(sizes, 1) if size % 2 or size <= 0]
    return odd[0] if odd else 5


def validate_input(height, width):
    problems = []
    for axis, side in {"Height": height, "Width": width}.items():
        if side not in valid_sizes(side, side):
            lower = [size for size in valid_sizes(1, side) if size < side][-1:]
            upper = valid_sizes(side, side + 200)[0]
            words = ", ".join(str(size) for size in [*lower, upper])
            problems.append(f"{axis} {side} is wrong on level {_level_that_fails(side)} ({words})")
    if problems:
        raise ValueError("; ".join(problems))
    return True


def get_cropping_shape(previous, current):
    rows, columns = (int((previous[axis] - current[axis]) / 2) for axis in (1, 2))
    return (rows, rows), (columns, columns)


def _conv(tensor, n_filters):
    tensor = Conv2D(n_filters, (3, 3), padding="valid", kernel_initializer="he_normal")(tensor)
    return Activation("relu")(tensor)


def contracting_block(inputs, n_filters=64, max_pooling=True):
    skip = _conv(_conv(inputs, n_filters), n_filters)
    if max_pooling:
        return MaxPool2D((2, 2), strides=2)(skip), skip
    return skip, skip


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = Conv2DTranspose(n_filters, (2, 2), strides=(2, 2), padding="same")(expansive_input)
    (top, bottom), (left, right) = get_cropping_shape(contractive_input.shape, up.shape)
    cropped = contractive_input[:, top:-bottom, left:-right]
    merged = Concatenate()([up, cropped])
    return _conv(_conv(merged, n_filters), n_filters)


def original_unet(input_size=(572, 572, 3), n_filters=64, n_classes=2):
    height, width, _ = input_size
    validate_input(height, width)
    inputs = keras.layers.Input(input_size)
    down1, skip1 = contracting_block(inputs, n_filters)
    down2, skip2 = contracting_block(down1, n_filters * 2)
    down3, skip3 = contracting_block(down2, n_filters * 4)
    down4, skip4 = contracting_block(down3, n_filters * 8)
    bottom, _ = contracting_block(down4, n_filters * 16, False)
    up4 = expanding_block(bottom, skip4, n_filters * 8)
    up3 = expanding_block(up4, skip3, n_filters * 4)
    up2 = expanding_block(up3, skip2, n_filters * 2)
    up1 = expanding_block(up2, skip1, n_filters)
    outputs = Conv2D(n_classes, (1, 1), padding="same", activation="linear")(up1)
    return keras.Model(inputs, outputs)
