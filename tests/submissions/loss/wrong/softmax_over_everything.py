"""The sum of exp has no axis.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask gave the pixel (0, 0) of image 0 a loss of 2.225,
expected 1.099 (logits 0, 0, 0; true class 0). The sum of exp runs over all classes of all pixels.
Every pixel has its own: pass axis=-1 to the sum.
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    shifted = logits - tf.reduce_max(logits, axis=-1, keepdims=True)
    log_sum = tf.math.log(tf.reduce_sum(tf.exp(shifted)))
    y = tf.one_hot(y_true[..., 0], logits.shape[-1])
    return log_sum - tf.reduce_sum(y * shifted, axis=-1)
