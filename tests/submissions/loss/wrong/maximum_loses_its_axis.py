"""The maximum, which has a name of its own, is taken without keepdims.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask raised InvalidArgumentError in the line `shifted =
logits - largest`: arrays of shapes (1, 2, 2, 3) and (1, 2, 2) met in an operation that goes number
by number, expected equal lengths, or 1, counted from the last axis. `tf.reduce_max(logits,
axis=-1)` took the last axis away. Write tf.reduce_max(logits, axis=-1, keepdims=True), which leaves
it there with the length 1.
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    largest = tf.reduce_max(logits, axis=-1)
    shifted = logits - largest
    log_sum = tf.math.log(tf.reduce_sum(tf.exp(shifted), axis=-1, keepdims=True))
    one_hot = tf.one_hot(tf.squeeze(y_true, -1), logits.shape[-1])
    return -tf.reduce_sum(one_hot * (shifted - log_sum), axis=-1)
