"""0.5 is not above 0.5.

Loses: road_iou
Says: road_iou(targets, predictions) on a 2 × 5 mask gave 0.3333, expected 0.4. A pixel at exactly
0.5 was taken for road. Write predictions > 0.5.
"""

import tensorflow as tf


def road_iou(targets, predictions):
    t, f = targets > 0.5, predictions >= 0.5
    both = tf.math.count_nonzero(t & f)
    either = tf.math.count_nonzero(t | f)
    return tf.where(either > 0, both / either, 1.0)
