"""The bottom's skip connection is on the list and comes first.

Loses: expanding_path, output, whole
Says: Block 6: Concatenate got (None, 12, 16, 256) and (None, 6, 8, 512), expected (None, 12, 16,
256) and (None, 12, 16, 256). The second is the tensor that the way up starts from, which is no skip
connection. Pass element 1 of what the conv_block of block 4 returns.
"""

from tensorflow import keras


def unet_model(input_size=(96, 128, 3), n_filters=32, n_classes=23):
    inputs = keras.Input(shape=input_size)
    x, skips = inputs, []
    for i in range(5):
        x, s = conv_block(x, n_filters * 2**i, 0.3 if i >= 3 else 0, i != 4)
        skips.append(s)
    for i in range(4):
        x = upsampling_block(x, skips.pop(), n_filters * 2 ** (3 - i))
    x = keras.layers.Conv2D(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(x)
    return keras.Model(inputs, keras.layers.Conv2D(n_classes, 1, padding="same")(x))
