"""The mean squared error.

Loses: binary_crossentropy
Says: binary_crossentropy(targets, predictions) on a 2 × 2 mask gave 0.2156, expected 0.602. That
is the mean squared error. Use the logarithm of the probability.
"""

import tensorflow as tf


def binary_crossentropy(targets, predictions):
    return tf.reduce_mean((targets - predictions) ** 2)
