"""tf.argmax without an axis runs over the batch.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask gave 0.375, expected 0.5833, the mean of 2/3 and 1/2. argmax ran
over the batch axis. The classes are the last axis: axis=-1.
"""

import tensorflow as tf


def mean_iou(y_true, logits, n_classes):
    t, p = tf.cast(y_true[..., 0], tf.int64), tf.argmax(logits)
    ious = []
    for k in range(n_classes):
        i = tf.reduce_sum(tf.cast((t == k) & (p == k), tf.float32))
        u = tf.reduce_sum(tf.cast((t == k) | (p == k), tf.float32))
        if u > 0:
            ious.append(i / u)
    return tf.reduce_mean(ious)
