"""The mask goes into one_hot with its last axis of 1, which stays.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask gave the shape (1, 2, 2, 1), expected (1, 2, 2):
one loss for each pixel. An axis of length 1 is left at the end: that of y_true, or what
keepdims=True leaves. Take it away with tf.squeeze(…, -1).
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    shares = tf.nn.softmax(logits)
    truth = tf.one_hot(y_true, logits.shape[-1])
    return -tf.math.log(tf.reduce_sum(truth * shares[..., tf.newaxis, :], axis=-1))
