"""Whatever is above 0 counts as road.

Loses: road_iou
Says: road_iou(targets, predictions) on a 2 × 5 mask gave 0.3, expected 0.4. Every pixel above 0
was taken for road. Road is above 0.5.
"""

import tensorflow as tf


def road_iou(targets, predictions):
    truth, found = targets > 0.5, predictions > 0
    both = tf.math.count_nonzero(truth & found)
    either = tf.math.count_nonzero(truth | found)
    return tf.where(either > 0, both / either, 1.0)
