"""The first column of the mask for all of them.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask gave the pixel (0, 1) of image 0 a loss of 1.386,
expected 0.6931 (logits 0, 0.6931, 0; true class 1). The first column of the mask was taken for all
of it, as by y_true[:, :, 0]. The axis to take away is the last one: y_true[..., 0].
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    largest = tf.reduce_max(logits, axis=-1, keepdims=True)
    shifted = logits - largest
    log_sum = tf.math.log(tf.reduce_sum(tf.exp(shifted), axis=-1))
    one_hot = tf.one_hot(y_true[:, :, 0], depth=logits.shape[-1])
    true_logit = tf.reduce_sum(one_hot * shifted, axis=-1)
    return log_sum - true_logit
