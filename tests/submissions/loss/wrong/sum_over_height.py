"""The sum of the exponentials runs over the height.

Says: pixelwise_crossentropy on a 2 × 2 mask raised InvalidArgumentError in the line `return log_sum
- true_logit`: arrays of shapes (1, 2, 3) and (1, 2, 2) met in an operation that goes number by
number, expected equal lengths, or 1, counted from the last axis. They differ in the last axis, 3
and 2. Where one comes of a sum, a maximum or an argmax over the classes, it ran over another axis:
the classes are the last one, axis=-1.
Loses: pixelwise_crossentropy
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    m = tf.reduce_max(logits, axis=-1, keepdims=True)
    z = logits - m
    log_sum = tf.math.log(tf.reduce_sum(tf.exp(z), axis=1))
    onehot = tf.one_hot(y_true[..., 0], depth=logits.shape[-1])
    true_logit = tf.reduce_sum(onehot * z, axis=-1)
    return log_sum - true_logit
