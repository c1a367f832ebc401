"""The caret is an exclusive or and no power.

Loses: contracting_path, expanding_path, whole
Says: Blocks 1 to 5 have 64, 65, 66, 67 and 68 filters, expected 32, 64, 128, 256 and 512. That is
n_filters * 2 ^ level, and in Python ^ is no power: 2 ** level is. Pass n_filters, n_filters * 2,
n_filters * 4, n_filters * 8 and n_filters * 16.
"""

import keras

RELU = dict(activation="relu", padding="same", kernel_initializer="he_normal")


def unet_model(input_size=(96, 128, 3), n_filters=32, n_classes=23):
    filters = [n_filters * 2 ^ level for level in range(5)]
    inputs = keras.Input(input_size)

    p1, s1 = conv_block(inputs, filters[0])
    p2, s2 = conv_block(p1, filters[1])
    p3, s3 = conv_block(p2, filters[2])
    p4, s4 = conv_block(p3, filters[3], dropout_prob=0.3)
    bottom, _ = conv_block(p4, filters[4], dropout_prob=0.3, max_pooling=False)

    u = upsampling_block(bottom, s4, filters[3])
    u = upsampling_block(u, s3, filters[2])
    u = upsampling_block(u, s2, filters[1])
    u = upsampling_block(u, s1, filters[0])

    c = keras.layers.Conv2D(n_filters, 3, **RELU)(u)
    logits = keras.layers.Conv2D(n_classes, 1, padding="same")(c)
    return keras.Model(inputs=inputs, outputs=logits)
