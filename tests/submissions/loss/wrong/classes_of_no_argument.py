"""n_classes is no argument of this function.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask raised NameError in the line `one_hot =
tf.one_hot(y_true[..., 0], n_classes)`: the name n_classes is not known, expected a variable or an
argument of that name. This function gets none. The last axis of the logits counts the classes.
Write logits.shape[-1].
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    m = tf.reduce_max(logits, axis=-1, keepdims=True)
    z = logits - m
    logsum = tf.math.log(tf.reduce_sum(tf.exp(z), axis=-1))
    one_hot = tf.one_hot(y_true[..., 0], n_classes)
    return logsum - tf.reduce_sum(one_hot * z, axis=-1)
