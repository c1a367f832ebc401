"""return stands in the loop.

Says: Block 7, row 22: Conv2DTranspose with 128 filters is missing; the network ends before it.
`return keras.Model(inputs, x)` stands inside of `for i, skip in zip((3, 2, 1, 0),
reversed(skips)):`, which ends in its first pass. Move it to the left, behind the loop.
Loses: expanding_path, output, whole
"""

import keras
from keras.layers import Conv2D


def unet_model(input_size=(96, 128, 3), n_filters=32, n_classes=23):
    inputs = keras.Input(input_size)
    x = inputs
    skips = []
    for i in range(4):
        x, skip = conv_block(x, n_filters * 2**i, dropout_prob=0.3 if i == 3 else 0)
        skips.append(skip)
    x, skip = conv_block(x, n_filters * 16, dropout_prob=0.3, max_pooling=False)
    for i, skip in zip((3, 2, 1, 0), reversed(skips)):
        x = upsampling_block(x, skip, n_filters * 2**i)
        return keras.Model(inputs, x)
    x = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(x)
    outputs = Conv2D(n_classes, 1, padding="same")(x)
    return keras.Model(inputs=inputs, outputs=outputs)
