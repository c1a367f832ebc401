"""The upper bound stands in front.

Loses: binary_crossentropy
Says: binary_crossentropy(targets, predictions) on a 2 × 2 mask gave 3.986, expected 0.602. The
bounds of the clipping are exchanged, so every probability became the larger one. Write
tf.clip_by_value(predictions, 1e-7, 1 - 1e-7).
"""

import tensorflow as tf


def binary_crossentropy(targets, predictions):
    p = tf.clip_by_value(predictions, 1 - 1e-7, 1e-7)
    return -tf.reduce_mean(targets * tf.math.log(p) + (1 - targets) * tf.math.log(1 - p))
