"""exp in place of the logarithm, on both sides.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask gave the pixel (0, 0) of image 0 a loss of 2, expected
1.099 (logits 0, 0, 0; true class 0). That is Σ exp minus exp of the true class's logit: the
logarithms are missing. Write tf.math.log around the sum, and take the logit itself away, without
tf.exp.
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    largest = tf.reduce_max(logits, axis=-1, keepdims=True)
    shifted = logits - largest
    exps = tf.exp(shifted)
    one_hot = tf.one_hot(y_true[..., 0], depth=logits.shape[-1])
    true_exp = tf.reduce_sum(one_hot * exps, axis=-1)
    return tf.reduce_sum(exps, axis=-1) - true_exp
