"""The sums run over the rows of the picture.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask gave the shape (1, 2, 3), expected (1, 2, 2): one loss
for each pixel. axis=1 took the rows of the picture together and left the classes. They stand on the
last axis: axis=-1.
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    largest = tf.reduce_max(logits, axis=1, keepdims=True)
    shifted = logits - largest
    log_sum = tf.math.log(tf.reduce_sum(tf.exp(shifted), axis=1))
    one_hot = tf.one_hot(y_true[..., 0], depth=logits.shape[-1])
    true_logit = tf.reduce_sum(one_hot * shifted, axis=1)
    return log_sum - true_logit
