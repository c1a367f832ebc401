"""A loop counts the filters from the first level on, on the way up too.

Loses: expanding_path, whole
Says: Blocks 6 to 9 have 32, 64, 128 and 256 filters, expected 256, 128, 64 and 32. They rise where
they should fall: in a loop, turn its order round. Pass n_filters * 8, n_filters * 4, n_filters * 2
and n_filters.
"""

from tensorflow import keras


def unet_model(input_size=(96, 128, 3), n_filters=32, n_classes=23):
    inputs = keras.Input(input_size)
    x, skips = inputs, []
    for i in range(4):
        x, s = conv_block(x, n_filters * 2**i, 0.3 if i == 3 else 0)
        skips.append(s)
    x, _ = conv_block(x, n_filters * 16, 0.3, False)
    for i, skip in enumerate(reversed(skips)):
        x = upsampling_block(x, skip, n_filters * 2**i)
    x = keras.layers.Conv2D(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(x)
    return keras.Model(inputs, keras.layers.Conv2D(n_classes, 1, padding="same")(x))
