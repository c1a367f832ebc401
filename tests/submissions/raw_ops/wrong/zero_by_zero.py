"""No road anywhere gives 0 / 0.

Loses: road_iou
Says: road_iou(targets, predictions) without any road gave nan, expected 1. Nothing was divided by
nothing. Answer 1 when no pixel is road in either.
"""

import tensorflow as tf


def road_iou(targets, predictions):
    found = tf.cast(predictions > 0.5, tf.float32)
    both = tf.reduce_sum(targets * found)
    return both / tf.reduce_sum(tf.maximum(targets, found))
