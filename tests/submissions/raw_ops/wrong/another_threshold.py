"""A lower threshold.

Loses: road_iou
Says: road_iou(targets, predictions) on a 2 × 5 mask gave 0.6, expected 0.4. A pixel above 0.3 was
taken for road. Road is above 0.5.
"""

import tensorflow as tf


def road_iou(targets, predictions):
    f = tf.cast(predictions > 0.3, tf.float32)
    both = tf.reduce_sum(targets * f)
    either = tf.reduce_sum(tf.maximum(targets, f))
    return (both + 1e-6) / (either + 1e-6)
