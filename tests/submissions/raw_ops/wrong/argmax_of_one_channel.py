"""argmax over a single channel.

Loses: road_iou
Says: road_iou(targets, predictions) on a 2 × 5 mask gave 0, expected 0.4. 0 comes of a decision
that finds no road, as argmax over a single channel, or of a division of whole numbers. Decide by
predictions > 0.5, and divide with /.
"""

import tensorflow as tf


def road_iou(targets, predictions):
    found = tf.cast(tf.argmax(predictions, axis=-1), tf.float32)[..., None]
    both = tf.reduce_sum(targets * found)
    either = tf.reduce_sum(tf.maximum(targets, found))
    return both / either if either > 0 else 1.0
