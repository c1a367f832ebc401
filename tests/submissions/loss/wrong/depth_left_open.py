"""The None of an exercise with gaps was left in.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask raised ValueError in the line `one_hot =
tf.one_hot(y_true[..., 0], depth=None)`: None stands for depth, expected a value: the place was left
open. Write what belongs there: depth=….
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    largest = tf.reduce_max(logits, axis=-1, keepdims=True)
    shifted = logits - largest
    log_sum = tf.math.log(tf.reduce_sum(tf.exp(shifted), axis=-1))
    one_hot = tf.one_hot(y_true[..., 0], depth=None)
    true_logit = tf.reduce_sum(one_hot * shifted, axis=-1)
    return log_sum - true_logit
