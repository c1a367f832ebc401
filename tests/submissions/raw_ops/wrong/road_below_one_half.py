"""Road where the probability is low.

Loses: road_iou
Says: road_iou(targets, predictions) on a 2 × 5 mask gave 0.125, expected 0.4. Pixels below 0.5 were
taken for road. Write predictions > 0.5.
"""

import tensorflow as tf


def road_iou(targets, predictions):
    t, f = targets > 0.5, predictions < 0.5
    both = tf.math.count_nonzero(t & f)
    either = tf.math.count_nonzero(t | f)
    return tf.where(either > 0, both / either, 1.0)
