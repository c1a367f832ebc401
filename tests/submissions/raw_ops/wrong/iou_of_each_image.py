"""One IoU an image, then their mean.

Loses: road_iou
Says: road_iou(targets, predictions) on 3 masks of 3 × 5 gave 0.6481, expected 0.6522. That is the
mean over the images. Count over the whole batch first, then divide.
"""

import tensorflow as tf


def road_iou(targets, predictions):
    truth, found = targets > 0.5, predictions > 0.5
    both = tf.math.count_nonzero(truth & found, axis=(1, 2, 3))
    either = tf.math.count_nonzero(truth | found, axis=(1, 2, 3))
    return tf.reduce_mean(tf.where(either > 0, both / either, 1.0))
