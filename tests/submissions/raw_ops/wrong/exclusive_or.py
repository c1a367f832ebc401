"""The union without what both have.

Loses: road_iou
Says: road_iou(targets, predictions) on a 2 × 5 mask gave 0.6667, expected 0.4. Pixels in both were
left out of the union. Divide by the pixels in either: truth | found.
"""

import tensorflow as tf


def road_iou(targets, predictions):
    t, f = targets > 0.5, predictions > 0.5
    both = tf.math.count_nonzero(t & f)
    either = tf.math.count_nonzero(t ^ f)
    return tf.where(either > 0, both / either, 1.0)
