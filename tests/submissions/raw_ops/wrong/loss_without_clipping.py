"""The logarithm of 0 is not avoided.

Loses: binary_crossentropy
Says: binary_crossentropy(targets, predictions) with probabilities of 0 and 1 gave nan, expected
4.03. A logarithm was taken of 0. Clip the predictions first, and go on with what comes back: p =
tf.clip_by_value(predictions, 1e-7, 1 - 1e-7).
"""

import tensorflow as tf


def binary_crossentropy(targets, predictions):
    return -tf.reduce_mean(
        targets * tf.math.log(predictions) + (1 - targets) * tf.math.log(1 - predictions)
    )
