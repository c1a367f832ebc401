"""The bottom's skip connection is on the list and comes first.

Loses: expanding_path, output, whole
Says: Block 6: Concatenate got (None, 12, 16, 256) and (None, 6, 8, 512), expected (None, 12, 16,
256) and (None, 12, 16, 256). The second is the tensor that the way up starts from, which is no skip
connection. Pass element 1 of what the conv_block of block 4 returns.
"""

from tensorflow import keras
from tensorflow.keras.layers import (
    Conv2D,
    Conv2DTranspose,
    Dropout,
    Input,
    MaxPooling2D,
    concatenate,
)


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        inputs
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    if dropout_prob > 0:
        conv = Dropout(dropout_prob)(conv)
    next_layer = conv
    if max_pooling:
        next_layer = MaxPooling2D(pool_size=(2, 2))(conv)
    skip_connection = conv
    return next_layer, skip_connection


def upsampling_block(expansive_input, contractive_input, n_filters=32):
    up = Conv2DTranspose(n_filters, 3, strides=2, padding="same")(expansive_input)
    merge = concatenate([up, contractive_input], axis=3)
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        merge
    )
    conv = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(
        conv
    )
    return conv


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
