"""The Dice coefficient.

Loses: road_iou
Says: road_iou(targets, predictions) on a 2 × 5 mask gave 0.5714, expected 0.4. That is the Dice
coefficient. Divide the intersection by the union.
"""

import tensorflow as tf


def road_iou(targets, predictions):
    found = tf.cast(predictions > 0.5, tf.float32)
    both = tf.reduce_sum(targets * found)
    total = tf.reduce_sum(targets) + tf.reduce_sum(found)
    return tf.where(total > 0, 2 * both / total, 1.0)
