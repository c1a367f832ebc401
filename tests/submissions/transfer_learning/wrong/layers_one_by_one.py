"""The layers stand in Sequential without square brackets.

Loses: upsample
Says: upsample(512, 4) raised ValueError in the line `return
keras.Sequential(keras.layers.Conv2DTranspose(filters, size, strides=2, padding="same",
kernel_initializer=initializer, use_bias=False), keras.layers.BatchNormalization(),
keras.layers.ReLU(),)`: keras.Sequential got three layers one by one, expected one list of them. Put
square brackets around all: keras.Sequential([…]).
"""

import tensorflow as tf
from tensorflow import keras

layer_names = [
    "block_1_expand_relu",
    "block_3_expand_relu",
    "block_6_expand_relu",
    "block_13_expand_relu",
    "block_16_project",
]


def upsample(filters, size, apply_dropout=False):
    initializer = tf.random_normal_initializer(0.0, 0.02)
    return keras.Sequential(
        keras.layers.Conv2DTranspose(
            filters, size, strides=2, padding="same", kernel_initializer=initializer, use_bias=False
        ),
        keras.layers.BatchNormalization(),
        keras.layers.ReLU(),
    )
