"""A placeholder left in append.

Loses: valid_sizes, message, arguments
Says: valid_sizes(140, 188) gave a list of other things, expected the list [140, 156, 172, 188].
Something in it is None, or no number. Look at what is put into it, as by append. Return the list.
"""

import keras
import numpy as np
import tensorflow as tf
from keras import layers


def valid_sizes(lowest, highest):
    sizes = []
    for size in range(lowest, highest + 1):
        side = size
        ok = True
        for level in range(4):
            side = side - 4
            if side <= 0 or side % 2 != 0:
                ok = False
                break
            side = side // 2
        if ok and side - 4 >= 1:
            sizes.append(None)
    return sizes


def validate_input(height, width):
    for name, size in [("height", height), ("width", width)]:
        side = size
        failed = None
        for level in range(1, 5):
            side = side - 4
            if side <= 0 or side % 2 != 0:
                failed = level
                break
            side = side // 2
        if failed is None and side - 4 < 1:
            failed = 5
        if failed is not None:
            smaller = valid_sizes(1, size)
            larger = valid_sizes(size, size + 200)
            near = str(larger[0])
            if smaller:
                near = f"{smaller[-1]} and {larger[0]}"
            raise ValueError(f"{name} {size} fails at level {failed}. Nearest valid sizes: {near}")


def get_cropping_shape(previous, current):
    ch = (previous[1] - current[1]) // 2
    cw = (previous[2] - current[2]) // 2
    return (ch, cw)


def contracting_block(inputs, n_filters=64, max_pooling=True):
    conv = keras.layers.Conv2D(n_filters, 3, activation="relu", kernel_initializer="he_normal")(
        inputs
    )
    conv = keras.layers.Conv2D(n_filters, 3, activation="relu", kernel_initializer="he_normal")(
        conv
    )
    next_layer = keras.layers.MaxPooling2D((2, 2))(conv) if max_pooling else conv
    skip_connection = conv
    return next_layer, skip_connection


def expanding_block(expansive_input, contractive_input, n_filters=64):
    up = keras.layers.Conv2DTranspose(n_filters, 2, strides=2)(expansive_input)
    cropping = get_cropping_shape(contractive_input.shape, up.shape)
    crop = keras.layers.Cropping2D(cropping)(contractive_input)
    merge = keras.layers.concatenate([up, crop], axis=3)
    conv = keras.layers.Conv2D(n_filters, 3, activation="relu", kernel_initializer="he_normal")(
        merge
    )
    conv = keras.layers.Conv2D(n_filters, 3, activation="relu", kernel_initializer="he_normal")(
        conv
    )
    return conv


def original_unet(input_size=(572, 572, 3), n_filters=64, n_classes=2):
    validate_input(input_size[0], input_size[1])
    inputs = keras.Input(input_size)
    cblock1 = contracting_block(inputs, n_filters)
    cblock2 = contracting_block(cblock1[0], n_filters * 2)
    cblock3 = contracting_block(cblock2[0], n_filters * 4)
    cblock4 = contracting_block(cblock3[0], n_filters * 8)
    cblock5 = contracting_block(cblock4[0], n_filters * 16, max_pooling=False)
    ublock6 = expanding_block(cblock5[0], cblock4[1], n_filters * 8)
    ublock7 = expanding_block(ublock6, cblock3[1], n_filters * 4)
    ublock8 = expanding_block(ublock7, cblock2[1], n_filters * 2)
    ublock9 = expanding_block(ublock8, cblock1[1], n_filters)
    outputs = keras.layers.Conv2D(n_classes, 1)(ublock9)
    model = keras.Model(inputs=inputs, outputs=outputs)
    return model
