"""The order of & and >.

Loses: road_iou
Says: road_iou(targets, predictions) on a 2 × 5 mask raised InvalidArgumentError in the line `both =
tf.math.count_nonzero(targets > 0.5 & predictions > 0.5)`: & got numbers, expected True and False.
It binds closer than > and <: put each comparison in brackets, (a > 0.5) & (b > 0.5).
"""

import tensorflow as tf


def road_iou(targets, predictions):
    both = tf.math.count_nonzero(targets > 0.5 & predictions > 0.5)
    either = tf.math.count_nonzero(targets > 0.5 | predictions > 0.5)
    return both / either
