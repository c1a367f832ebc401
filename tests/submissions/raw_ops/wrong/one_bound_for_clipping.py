"""The upper bound is missing.

Loses: binary_crossentropy
Says: binary_crossentropy(targets, predictions) on a 2 × 2 mask raised TypeError in the line `p =
tf.clip_by_value(predictions, 1e-7)`: clip_by_value was called without largest, expected a value
there. Write tf.clip_by_value(x, smallest, largest).
"""

import tensorflow as tf


def binary_crossentropy(targets, predictions):
    p = tf.clip_by_value(predictions, 1e-7)
    return -tf.reduce_mean(targets * tf.math.log(p) + (1 - targets) * tf.math.log(1 - p))
