"""Two counts in place of their ratio.

Loses: road_iou
Says: road_iou(targets, predictions) on a 2 × 5 mask gave tuple, expected one number. Several
things, or a comma at the end, make a tuple. Return the number alone.
"""

import tensorflow as tf


def road_iou(targets, predictions):
    t, f = targets > 0.5, predictions > 0.5
    return tf.math.count_nonzero(t & f), tf.math.count_nonzero(t | f)
