"""The targets in place of the predictions.

Loses: binary_crossentropy
Says: binary_crossentropy(targets, predictions) on a 2 × 2 mask gave 1.192e-07, expected 0.602. 0
comes of a cross-entropy of several classes, with a single channel, or of targets in the place of
predictions. Write the binary one: −log p where the target is 1, −log(1 − p) where it is 0.
"""

import tensorflow as tf


def binary_crossentropy(targets, predictions):
    p = tf.clip_by_value(targets, 1e-7, 1 - 1e-7)
    return -tf.reduce_mean(targets * tf.math.log(p) + (1 - targets) * tf.math.log(1 - p))
