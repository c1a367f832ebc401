"""The union divided by the intersection.

Loses: road_iou
Says: road_iou(targets, predictions) on a 2 × 5 mask gave 2.5, expected 0.4. That is 1 divided by
the score: the fraction stands upside down. Divide the intersection by the union.
"""

import tensorflow as tf


def road_iou(targets, predictions):
    t, f = targets > 0.5, predictions > 0.5
    both = tf.math.count_nonzero(t & f)
    either = tf.math.count_nonzero(t | f)
    return tf.where(either > 0, either / both, 1.0)
