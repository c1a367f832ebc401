"""The length of the mask's last axis for the number of classes.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask gave the pixel (1, 0) of image 0 a loss of 0.6931,
expected 1.386 (logits 0.6931, 0, 0; true class 2). tf.one_hot knows one class only here: its depth
is 1, as y_true.shape[-1] is. Write depth=logits.shape[-1].
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    largest = tf.reduce_max(logits, axis=-1, keepdims=True)
    shifted = logits - largest
    log_sum = tf.math.log(tf.reduce_sum(tf.exp(shifted), axis=-1))
    one_hot = tf.one_hot(y_true[..., 0], depth=y_true.shape[-1])
    true_logit = tf.reduce_sum(one_hot * shifted, axis=-1)
    return log_sum - true_logit
