"""The logarithm of 1 − targets.

Loses: binary_crossentropy
Says: binary_crossentropy(targets, predictions) on a 2 × 2 mask gave nan, expected 0.602. A
logarithm was taken of 0 or less. No prediction is 0 or 1 here, but targets are: take it of p and of
1 − p alone.
"""

import tensorflow as tf


def binary_crossentropy(targets, predictions):
    p = tf.clip_by_value(predictions, 1e-7, 1 - 1e-7)
    return -tf.reduce_mean(targets * tf.math.log(p) + (1 - targets) * tf.math.log(1 - targets))
