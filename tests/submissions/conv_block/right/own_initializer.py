"""He's initialiser written out, as a function."""

import keras
import tensorflow as tf


def he(shape, dtype=None):
    height, width, n_in, _ = shape
    deviation = (2 / (height * width * n_in)) ** 0.5 / 0.87962566
    return tf.random.truncated_normal(shape, stddev=deviation, dtype=dtype)


def conv_block(inputs, n_filters=32, dropout_prob=0, max_pooling=True):
    options = {"activation": "relu", "padding": "same", "kernel_initializer": he}
    conv = keras.layers.Conv2D(n_filters, 3, **options)(inputs)
    conv = keras.layers.Conv2D(n_filters, 3, **options)(conv)
    if dropout_prob > 0:
        conv = keras.layers.Dropout(dropout_prob)(conv)
    return keras.layers.MaxPooling2D(2)(conv) if max_pooling else conv, conv
