"""tf.one_hot is not told the number of classes.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask raised TypeError in the line `one_hot =
tf.one_hot(y_true[..., 0])`: one_hot was called without depth, expected a value there. Write
tf.one_hot(ids, depth), where depth is the number of classes.
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    largest = tf.reduce_max(logits, axis=-1, keepdims=True)
    shifted = logits - largest
    log_sum = tf.math.log(tf.reduce_sum(tf.exp(shifted), axis=-1))
    one_hot = tf.one_hot(y_true[..., 0])
    true_logit = tf.reduce_sum(one_hot * shifted, axis=-1)
    return log_sum - true_logit
