"""The highest logit of a pixel is taken for its class.

Loses: mean_iou
Says: mean_iou on a 2 × 2 mask gave 0, expected 0.5833, the mean of 2/3 and 1/2. The logits
themselves were compared with the class ids. The class of a pixel is the place of its highest logit:
tf.argmax(logits, axis=-1).
"""

import tensorflow as tf


def mean_iou(y_true, logits, n_classes):
    predicted = tf.cast(tf.reduce_max(logits, axis=-1), tf.int64)
    truth = tf.cast(y_true[..., 0], tf.int64)
    scores = []
    for k in range(n_classes):
        t, p = truth == k, predicted == k
        union = tf.reduce_sum(tf.cast(t | p, tf.float32))
        if union > 0:
            scores.append(tf.reduce_sum(tf.cast(t & p, tf.float32)) / union)
    return tf.reduce_mean(scores)
