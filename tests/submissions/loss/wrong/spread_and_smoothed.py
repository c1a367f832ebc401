"""Two mistakes at once: a small number in both parts, and a mask spread over the pixels.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask gave 0.3143, expected 0.5833, the mean of 2/3 and 1/2. The mask kept
its last axis of 1 and was spread against the prediction. Take it away first: y_true[..., 0].
"""

import tensorflow as tf


def mean_iou(y_true, logits, n_classes):
    truth, prediction = tf.cast(y_true, tf.int64), tf.argmax(logits, axis=-1)
    ious = []
    for k in range(n_classes):
        both = tf.math.count_nonzero((truth == k) & (prediction == k), dtype=tf.float32)
        either = tf.math.count_nonzero((truth == k) | (prediction == k), dtype=tf.float32)
        ious.append((both + 1e-7) / (either + 1e-7))
    return tf.reduce_mean(ious)
