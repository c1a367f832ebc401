"""Pixels in both, divided by the number of classes; with 4 classes and 4 pixels that looks like the
accuracy.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask gave 1.5, expected 0.5833, the mean of 2/3 and 1/2. That is the
number of right pixels divided by the number of classes. Divide each class's intersection by its
union, then take the mean.
"""

import tensorflow as tf


def mean_iou(y_true, logits, n_classes):
    right = tf.argmax(logits, axis=-1) == tf.cast(y_true[..., 0], tf.int64)
    return tf.math.count_nonzero(right) / n_classes
