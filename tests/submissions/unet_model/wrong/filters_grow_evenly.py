"""The filters grow by one share with each block.

Loses: contracting_path, expanding_path, whole
Says: Blocks 1 to 5 have 32, 64, 96, 128 and 160 filters, expected 32, 64, 128, 256 and 512. They
grow by 32 each time, where each should have twice as many as the one before. Pass n_filters,
n_filters * 2, n_filters * 4, n_filters * 8 and n_filters * 16.
"""

from tensorflow import keras


def unet_model(input_size=(96, 128, 3), n_filters=32, n_classes=23):
    inputs = keras.Input(input_size)
    x, skips = inputs, []
    for i in range(5):
        x, s = conv_block(x, n_filters * (i + 1), 0.3 if i >= 3 else 0, i < 4)
        skips.append(s)
    for i in (3, 2, 1, 0):
        x = upsampling_block(x, skips[i], n_filters * (i + 1))
    x = keras.layers.Conv2D(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(x)
    return keras.Model(inputs, keras.layers.Conv2D(n_classes, 1, padding="same")(x))
