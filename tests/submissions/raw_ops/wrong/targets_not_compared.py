"""One side of & holds numbers.

Loses: road_iou
Says: road_iou(targets, predictions) on a 2 × 5 mask raised InvalidArgumentError in the line `both =
tf.reduce_sum(tf.cast(targets & found, tf.float32))`: & got numbers, expected True and False on both
sides. Compare what holds numbers first: (a > 0.5) & (b > 0.5).
"""

import tensorflow as tf


def road_iou(targets, predictions):
    found = predictions > 0.5
    both = tf.reduce_sum(tf.cast(targets & found, tf.float32))
    either = tf.reduce_sum(tf.cast(targets | found, tf.float32))
    return both / either if either > 0 else 1.0
