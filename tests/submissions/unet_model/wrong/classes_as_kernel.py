"""The output has the classes in the place of the kernel.

Loses: output, whole
Says: The output, row 35: Conv2D has filters 1, expected 23. The number of filters comes first, the
size of the kernel second: Conv2D(n_classes, 1, ...).
"""

from tensorflow import keras


def unet_model(input_size=(96, 128, 3), n_filters=32, n_classes=23):
    inputs = keras.Input(input_size)
    x, skips = inputs, []
    for i in range(5):
        x, s = conv_block(x, n_filters * 2**i, 0.3 if i >= 3 else 0, i < 4)
        skips.append(s)
    for i in (3, 2, 1, 0):
        x = upsampling_block(x, skips[i], n_filters * 2**i)
    x = keras.layers.Conv2D(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(x)
    return keras.Model(inputs, keras.layers.Conv2D(1, n_classes, padding="same")(x))
