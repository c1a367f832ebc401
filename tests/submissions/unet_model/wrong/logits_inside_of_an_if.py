"""The last convolution is made for one class only.

Loses: output, whole
Says: unet_model(input_size=(96, 128, 3), n_filters=32, n_classes=23) raised UnboundLocalError in
the line `return keras.Model(inputs, outputs)`: the variable outputs has no value when it is used,
expected one in every call. It is set inside of `if n_classes == 1:` alone, by `outputs = Conv2D(1,
1, activation='sigmoid')(x)`; where that is not true, it has no value. Set outputs in an else as
well, or before the if.
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
    for level in range(5):
        x, skip = conv_block(x, n_filters * 2**level, 0.3 if level >= 3 else 0, level < 4)
        skips.append(skip)
    for level in (3, 2, 1, 0):
        x = upsampling_block(x, skips[level], n_filters * 2**level)
    x = Conv2D(n_filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(x)
    if n_classes == 1:
        outputs = Conv2D(1, 1, activation="sigmoid")(x)
    return keras.Model(inputs, outputs)
