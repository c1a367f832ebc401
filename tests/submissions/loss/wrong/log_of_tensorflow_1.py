"""tf.log.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask raised AttributeError in the line `log_sum =
tf.log(tf.reduce_sum(tf.exp(shifted), axis=-1))`: tf has no log, expected a name that it has. What
you look for is called otherwise. Write tf.math.log.
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    largest = tf.reduce_max(logits, axis=-1, keepdims=True)
    shifted = logits - largest
    log_sum = tf.log(tf.reduce_sum(tf.exp(shifted), axis=-1))
    one_hot = tf.one_hot(y_true[..., 0], logits.shape[-1])
    return log_sum - tf.reduce_sum(one_hot * shifted, axis=-1)
