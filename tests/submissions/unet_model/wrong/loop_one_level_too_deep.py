"""The loop on the way up begins with the bottom.

Loses: expanding_path, output, whole
Says: Block 6: it was given the filters and the skip connection of block 5, expected those of block
4. The way up begins one level above the bottom and ends with the first: in a loop, for level in (3,
2, 1, 0).
"""

from tensorflow import keras


def unet_model(input_size=(96, 128, 3), n_filters=32, n_classes=23):
    inputs = keras.Input(input_size)
    x, skips = inputs, []
    for level in range(5):
        x, skip = conv_block(x, n_filters * 2**level, 0.3 if level >= 3 else 0, level < 4)
        skips.append(skip)
    for level in (4, 3, 2, 1):
        x = upsampling_block(x, skips[level], n_filters * 2**level)
    x = keras.layers.Conv2D(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(x)
    return keras.Model(inputs, keras.layers.Conv2D(n_classes, 1, padding="same")(x))
