"""A loss of several classes with one channel.

Loses: binary_crossentropy
Says: binary_crossentropy(targets, predictions) on a 2 × 2 mask raised InvalidArgumentError in the
line `return tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(targets, predictions))`: a
loss of several classes got one number for each pixel, expected a logit for each class. With one
channel take the binary cross-entropy.
"""

import keras
import tensorflow as tf


def binary_crossentropy(targets, predictions):
    return tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(targets, predictions))
