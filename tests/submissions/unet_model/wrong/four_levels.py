"""One level too few, down and up.

Loses: contracting_path, expanding_path, whole
Says: Block 4, row 14: MaxPooling2D is missing; Conv2DTranspose comes in its place. The network goes
3 levels down and up again, expected 4. Put the missing one in above the bottom; in a loop, count
its rounds.
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


def unet_model(input_size=(96, 128, 3), n_filters=32, n_classes=23):
    inputs = Input(input_size)
    x, skips = inputs, []
    for level in range(3):
        x, skip = conv_block(x, n_filters * 2**level)
        skips.append(skip)
    x, _ = conv_block(x, n_filters * 8, dropout_prob=0.3, max_pooling=False)
    for level, skip in reversed(list(enumerate(skips))):
        x = upsampling_block(x, skip, n_filters * 2**level)
    x = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(x)
    return keras.Model(inputs, Conv2D(n_classes, 1, padding="same")(x))
