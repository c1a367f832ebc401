"""1 is added against a division by 0.

Loses: road_iou
Says: road_iou(targets, predictions) on a 2 × 5 mask gave 0.3333, expected 0.4. 1 was added below
the line. Divide without it, and return 1 for an empty union.
"""

import tensorflow as tf


def road_iou(targets, predictions):
    truth, found = targets > 0.5, predictions > 0.5
    both = tf.math.count_nonzero(truth & found)
    either = tf.math.count_nonzero(truth | found)
    return both / (either + 1)
