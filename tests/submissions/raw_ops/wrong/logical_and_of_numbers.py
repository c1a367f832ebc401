"""Targets are numbers, not True and False.

Loses: road_iou
Says: road_iou(targets, predictions) on a 2 × 5 mask raised InvalidArgumentError in the line `both =
tf.math.count_nonzero(tf.logical_and(targets, f))`: a tensor of type float32 met where True and
False are expected. Compare first: x > 0.5.
"""

import tensorflow as tf


def road_iou(targets, predictions):
    f = predictions > 0.5
    both = tf.math.count_nonzero(tf.logical_and(targets, f))
    either = tf.math.count_nonzero(tf.logical_or(targets, f))
    return both / either if either > 0 else 1.0
