"""The list is made anew in each round.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask gave 0.5, expected 0.5833, the mean of 2/3 and 1/2. That is the IoU
of the last class alone. Make a list in front of the loop, put each class's IoU into it, and return
its mean behind the loop.
"""

import tensorflow as tf


def mean_iou(y_true, logits, n_classes):
    truth = tf.cast(y_true[..., 0], tf.int64)
    pred = tf.argmax(logits, axis=-1)
    for k in range(n_classes):
        ious = []
        inter = tf.math.count_nonzero((truth == k) & (pred == k))
        union = tf.math.count_nonzero((truth == k) | (pred == k))
        if union > 0:
            ious.append(float(inter / union))
    return sum(ious) / len(ious)
