"""Half of the loss.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask gave the pixel (0, 0) of image 0 a loss of 0.5493,
expected 1.099 (logits 0, 0, 0; true class 0). That is 0.5 times as much, in every case. Leave this
factor out.
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    y = tf.one_hot(y_true[..., 0], logits.shape[-1])
    return (tf.reduce_logsumexp(logits, -1) - tf.reduce_sum(y * logits, -1)) / 2
