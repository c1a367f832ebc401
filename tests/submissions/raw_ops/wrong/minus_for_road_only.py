"""The minus belongs to both sides.

Loses: binary_crossentropy
Says: binary_crossentropy(targets, predictions) on a 2 × 2 mask gave 0.4904, expected 0.602. The
minus stands in front of the road's side alone. Put the minus in front of both sides: −(t · log p +
(1 − t) · log(1 − p)).
"""

import tensorflow as tf


def binary_crossentropy(targets, predictions):
    p = tf.clip_by_value(predictions, 1e-7, 1 - 1e-7)
    return tf.reduce_mean(-targets * tf.math.log(p) + (1 - targets) * tf.math.log(1 - p))
