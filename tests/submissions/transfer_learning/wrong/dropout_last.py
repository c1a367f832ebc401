"""The dropout comes behind the ReLU.

Loses: upsample
Says: With apply_dropout=True, row 4: ReLU follows the BatchNormalization, expected it right after
the Dropout. Call ReLU on the output of the Dropout.
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
    result = keras.Sequential()
    result.add(
        keras.layers.Conv2DTranspose(
            filters, size, strides=2, padding="same", kernel_initializer=initializer, use_bias=False
        )
    )
    result.add(keras.layers.BatchNormalization())
    result.add(keras.layers.ReLU())
    if apply_dropout:
        result.add(keras.layers.Dropout(0.5))
    return result
