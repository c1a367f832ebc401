"""Pixels are counted in uint8, which ends at 255.

Loses: mean_iou
Says: mean_iou on a batch of 8 masks of 8 × 8 gave 0.4438, expected 0.2628. The pixels were counted
as uint8, where 256 is 0 again. Cast to tf.int32 or tf.float32 before the sum.
"""

import tensorflow as tf


def mean_iou(y_true, logits, n_classes):
    t, p = y_true[..., 0], tf.cast(tf.argmax(logits, axis=-1), tf.uint8)
    ious = []
    for k in range(n_classes):
        i = tf.reduce_sum(tf.cast((t == k) & (p == k), tf.uint8))
        u = tf.reduce_sum(tf.cast((t == k) | (p == k), tf.uint8))
        if u > 0:
            ious.append(i / u)
    return tf.reduce_mean(ious)
