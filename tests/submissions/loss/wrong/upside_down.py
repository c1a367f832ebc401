"""The union divided by the intersection.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask gave 1.75, expected 0.5833, the mean of 2/3 and 1/2. The fraction is
upside down. Divide the intersection by the union.
"""

import tensorflow as tf


def mean_iou(y_true, logits, n_classes):
    truth = tf.cast(y_true[..., 0], tf.int64)
    prediction = tf.argmax(logits, axis=-1)
    ious = []
    for k in range(n_classes):
        inter = tf.math.count_nonzero((truth == k) & (prediction == k))
        union = tf.math.count_nonzero((truth == k) | (prediction == k))
        if union > 0:
            ious.append(union / inter)
    return tf.reduce_mean(ious)
