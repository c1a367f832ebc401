"""1 − log(p) in place of log(1 − p).

Loses: binary_crossentropy
Says: binary_crossentropy(targets, predictions) on a 2 × 2 mask gave -0.1062, expected 0.602. The
other side is 1 − log(p) here, expected log(1 − p). Take 1 − p into the brackets: tf.math.log(1 -
p).
"""

import tensorflow as tf


def binary_crossentropy(targets, predictions):
    p = tf.clip_by_value(predictions, 1e-7, 1 - 1e-7)
    return -tf.reduce_mean(targets * tf.math.log(p) + (1 - targets) * (1 - tf.math.log(p)))
