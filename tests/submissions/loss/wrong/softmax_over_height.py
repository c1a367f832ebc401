"""The softmax runs over the rows of the picture.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask gave the pixel (0, 1) of image 0 a loss of 0.4055,
expected 0.6931 (logits 0, 0.6931, 0; true class 1). The softmax runs over the height axis. Sum
over the classes, the last axis: axis=-1.
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    one_hot = tf.one_hot(y_true[..., 0], logits.shape[-1])
    log_p = tf.nn.log_softmax(logits, axis=1)
    return -tf.reduce_sum(one_hot * log_p, axis=-1)
