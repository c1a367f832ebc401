"""A (batch, height, width) tensor meets one of (batch, height, width, 1).

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask gave the shape (1, 2, 2, 2), expected (1, 2, 2): one
loss for each pixel. The mask still has its last axis of 1, and was spread against the pixels. Take
it away first: y_true[..., 0].
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    log_sum = tf.reduce_logsumexp(logits, axis=-1)
    indices = tf.cast(y_true, tf.int32)
    true_logit = tf.gather(logits, indices, batch_dims=3)
    return log_sum - true_logit
