"""The levels are counted from 1.

Loses: contracting_path, expanding_path, whole
Says: Blocks 1 to 5 have 64, 128, 256, 512 and 1024 filters, expected 32, 64, 128, 256 and 512. Each
has twice as many: one doubling too many, or one halving too few. Pass n_filters, n_filters * 2,
n_filters * 4, n_filters * 8 and n_filters * 16.
"""

from tensorflow import keras


def unet_model(input_size=(96, 128, 3), n_filters=32, n_classes=23):
    inputs = keras.Input(input_size)
    x, skips = inputs, []
    for i in range(1, 6):
        x, s = conv_block(x, n_filters * 2**i, 0.3 if i >= 4 else 0, i < 5)
        skips.append(s)
    for i in (4, 3, 2, 1):
        x = upsampling_block(x, skips[i - 1], n_filters * 2**i)
    x = keras.layers.Conv2D(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(x)
    return keras.Model(inputs, keras.layers.Conv2D(n_classes, 1, padding="same")(x))
