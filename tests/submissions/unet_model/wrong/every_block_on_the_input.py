"""The loop on the way down calls each block on the input.

Says: Block 1, row 4: MaxPooling2D is missing; Conv2D comes in its place. The next block is called
on the Input again, expected on the output of block 1. In a loop write x, skip = conv_block(x, …),
and x = inputs before it.
Loses: contracting_path, expanding_path, output, whole
"""

import keras


def unet_model(input_size=(96, 128, 3), n_filters=32, n_classes=23):
    inputs = keras.Input(input_size)
    skips = []
    for i in range(4):
        x, skip = conv_block(inputs, n_filters * 2**i, dropout_prob=0.3 if i == 3 else 0)
        skips.append(skip)
    x, _ = conv_block(x, n_filters * 16, dropout_prob=0.3, max_pooling=False)
    for i in (3, 2, 1, 0):
        x = upsampling_block(x, skips[i], n_filters * 2**i)
    x = keras.layers.Conv2D(
        n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal"
    )(x)
    outputs = keras.layers.Conv2D(n_classes, 1, padding="same")(x)
    return keras.Model(inputs=inputs, outputs=outputs)
