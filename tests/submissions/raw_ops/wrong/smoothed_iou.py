"""1 is added above and below the line.

Loses: road_iou
Says: road_iou(targets, predictions) on a 2 × 5 mask gave 0.5, expected 0.4. 1 was added above and
below the line. Divide without it, and return 1 for an empty union.
"""

import tensorflow as tf


def road_iou(targets, predictions):
    found = tf.cast(predictions > 0.5, tf.float32)
    both = tf.reduce_sum(targets * found)
    either = tf.reduce_sum(tf.maximum(targets, found))
    return (both + 1) / (either + 1)
