"""The accuracy.

Loses: road_iou
Says: road_iou(targets, predictions) on a 2 × 5 mask gave 0.7, expected 0.4. That is the accuracy.
Leave out what both call empty.
"""

import tensorflow as tf


def road_iou(targets, predictions):
    found = tf.cast(predictions > 0.5, tf.float32)
    return tf.reduce_mean(tf.cast(targets == found, tf.float32))
