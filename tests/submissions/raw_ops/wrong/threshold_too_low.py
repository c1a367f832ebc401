"""A pixel is road from 0.3 on.

Loses: road_iou
Says: road_iou(targets, predictions) on a 2 × 5 mask gave 0.6, expected 0.4. Count by hand: pixels
that are road in both, divided by pixels that are road in at least one. Both empty counts as 1.
"""

import tensorflow as tf


def road_iou(targets, predictions):
    truth, found = targets > 0.5, predictions > 0.3
    both = tf.math.count_nonzero(truth & found)
    either = tf.math.count_nonzero(truth | found)
    return tf.where(either > 0, both / either, 1.0)
