"""The loss keeps the last axis, with length 1.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask gave the shape (1, 2, 2, 1), expected (1, 2, 2):
one loss for each pixel. An axis of length 1 is left at the end: that of y_true, or what
keepdims=True leaves. Take it away with tf.squeeze(…, -1).
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    one_hot = tf.one_hot(y_true[..., 0], logits.shape[-1])
    log_p = tf.nn.log_softmax(logits)
    return -tf.reduce_sum(one_hot * log_p, axis=-1, keepdims=True)
