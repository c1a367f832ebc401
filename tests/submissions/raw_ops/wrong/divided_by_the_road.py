"""The sum over all pixels, divided by those of the road.

Loses: binary_crossentropy
Says: binary_crossentropy(targets, predictions) on a 2 × 2 mask gave 0.8026, expected 0.602. The sum
was divided by the number of road pixels. Take one mean over all pixels of the batch: tf.reduce_mean
without an axis.
"""

import tensorflow as tf


def binary_crossentropy(targets, predictions):
    p = tf.clip_by_value(predictions, 1e-7, 1 - 1e-7)
    losses = targets * tf.math.log(p) + (1 - targets) * tf.math.log(1 - p)
    return -tf.reduce_sum(losses) / tf.reduce_sum(targets)
