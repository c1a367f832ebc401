"""A loop over the number of classes.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask raised TypeError in the line `for k in n_classes:`: a loop or a list
was to go through an object of type int, expected something that holds elements. For a count write
range(n).
"""

import tensorflow as tf


def mean_iou(y_true, logits, n_classes):
    truth = tf.cast(y_true[..., 0], tf.int64)
    prediction = tf.argmax(logits, axis=-1)
    ious = []
    for k in n_classes:
        inter = tf.math.count_nonzero((truth == k) & (prediction == k))
        union = tf.math.count_nonzero((truth == k) | (prediction == k))
        if union > 0:
            ious.append(inter / union)
    return tf.reduce_mean(ious)
