"""== in place of &.

Loses: road_iou
Says: road_iou(targets, predictions) on a 2 × 5 mask gave 1.4, expected 0.4. == counts also the
pixels that are road in neither. Count those in both: truth & found.
"""

import tensorflow as tf


def road_iou(targets, predictions):
    t, p = targets > 0.5, predictions > 0.5
    both = tf.math.count_nonzero(t == p)
    either = tf.math.count_nonzero(t | p)
    return both / either if either > 0 else 1.0
