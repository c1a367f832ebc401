"""The brackets of the mean close too early.

Loses: binary_crossentropy
Says: binary_crossentropy(targets, predictions) on a 2 × 2 mask gave an array of shape (1, 2, 2, 1),
expected one number. Take all pixels of all images together: tf.reduce_mean without an axis, its
brackets around the whole sum.
"""

import tensorflow as tf


def binary_crossentropy(targets, predictions):
    p = tf.clip_by_value(predictions, 1e-7, 1 - 1e-7)
    return -tf.reduce_mean(targets * tf.math.log(p)) + (1 - targets) * tf.math.log(1 - p)
