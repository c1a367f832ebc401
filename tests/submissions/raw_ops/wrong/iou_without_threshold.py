"""Probabilities in place of decisions.

Loses: road_iou
Says: road_iou(targets, predictions) on a 2 × 5 mask gave 0.3276, expected 0.4. The probabilities
were counted as they are. Decide first: road is above 0.5.
"""

import tensorflow as tf


def road_iou(targets, predictions):
    both = tf.reduce_sum(targets * predictions)
    either = tf.reduce_sum(targets + predictions) - both
    return both / either
