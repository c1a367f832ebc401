"""validate_input gets the width and the channels.

Loses: network, arguments
Says: original_unet() raised ValueError in the line `raise ValueError(f"{name} {value} is not valid:
level {level} fails. Nearest valid: {near}")`: your validate_input refused what it was called with:
"width 3 is not valid: level 1 fails. Nearest valid: 140". Expected: it gets the height and the
width, and refuses only sizes that do not work out. Write validate_input(input_size[0],
input_size[1]).
"""

import keras


def valid_sizes(lowest, highest):
    sizes = []
    for size in range(lowest, highest + 1):
        n = size
        ok = True
        for level in range(4):
            n = n - 4
            if n <= 0 or n % 2 != 0:
                ok = False
                break
            n = n // 2
        if ok and n - 4 >= 1:
            sizes.append(size)
    return sizes


def find_level(n):
    for level in range(1, 5):
        n = n - 4
        if n <= 0 or n % 2 != 0:
            return level
        n = n // 2
    if n - 4 < 1:
        return 5
    return 0


def validate_input(height, width):
    for name, value in [("height", height), ("width", width)]:
        level = find_level(value)
        if level > 0:
            below = valid_sizes(1, value)
            above = valid_sizes(value, value + 200)
            near = str(above[0])
            if below:
                near = str(below[-1]) + " or " + near
            raise ValueError(
                f"{name} {value} is not valid: level {level} fails. Nearest valid: {near}"
            )


def original_unet(input_size=(572, 572, 3), n_filters=64, n_classes=2):
    validate_input(input_size[1], input_size[2])
    inputs = keras.Input(input_size)
    x1, s1 = contracting_block(inputs, n_filters)
    x2, s2 = contracting_block(x1, n_filters * 2)
    x3, s3 = contracting_block(x2, n_filters * 4)
    x4, s4 = contracting_block(x3, n_filters * 8)
    x5, _ = contracting_block(x4, n_filters * 16, max_pooling=False)
    x6 = expanding_block(x5, s4, n_filters * 8)
    x7 = expanding_block(x6, s3, n_filters * 4)
    x8 = expanding_block(x7, s2, n_filters * 2)
    x9 = expanding_block(x8, s1, n_filters)
    outputs = keras.layers.Conv2D(n_classes, 1)(x9)
    return keras.Model(inputs, outputs)
