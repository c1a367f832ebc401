"""The mean IoU in percent.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask gave 58.33, expected 0.5833, the mean of 2/3 and 1/2. That is the
score in percent, 100 times as much. Leave the factor of 100 out.
"""

import tensorflow as tf


def mean_iou(y_true, logits, n_classes):
    truth = tf.cast(y_true[..., 0], tf.int64)
    predicted = tf.argmax(logits, axis=-1)
    scores = []
    for k in range(n_classes):
        both = tf.math.count_nonzero((truth == k) & (predicted == k))
        either = tf.math.count_nonzero((truth == k) | (predicted == k))
        if either > 0:
            scores.append(100 * both / either)
    return tf.reduce_mean(scores)
