"""The largest logit is put back with its axis of 1.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask gave the shape (1, 2, 2, 2), expected (1, 2, 2): one
loss for each pixel. The largest logit, put back after log, still has its last axis of 1 from
keepdims=True, and was spread against the sum. Add it as tf.squeeze(largest, -1).
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    largest = tf.reduce_max(logits, axis=-1, keepdims=True)
    log_sum = tf.math.log(tf.reduce_sum(tf.exp(logits - largest), axis=-1)) + largest
    one_hot = tf.one_hot(y_true[..., 0], logits.shape[-1])
    true_logit = tf.reduce_sum(one_hot * logits, axis=-1)
    return log_sum - true_logit
