"""The largest logit of each pixel is taken away, then the powers are added up over the rows.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask gave the pixel (0, 0) of image 0 a loss of 0.6931,
expected 1.099 (logits 0, 0, 0; true class 0). The softmax runs over the height axis. Sum over
the classes, the last axis: axis=-1.
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    lowered = logits - tf.reduce_max(logits, axis=-1, keepdims=True)
    powers = tf.exp(lowered)
    shares = powers / tf.reduce_sum(powers, axis=1, keepdims=True)
    truth = tf.one_hot(tf.squeeze(y_true, -1), tf.shape(logits)[-1])
    return -tf.math.log(tf.reduce_sum(shares * truth, axis=-1))
