"""The number of classes is written into the code.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask raised InvalidArgumentError in the line `return
tf.reduce_logsumexp(logits, axis=-1) - tf.reduce_sum(y * logits, axis=-1)`: arrays of shapes (1, 2,
2, 23) and (1, 2, 2, 3) met in an operation that goes number by number, expected equal lengths, or
1, counted from the last axis. They differ in the last axis, 23 and 3. Where it counts classes,
take the number from the tensor, as in logits.shape[-1], and write none into the code.
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    y = tf.one_hot(y_true[..., 0], 23)
    return tf.reduce_logsumexp(logits, axis=-1) - tf.reduce_sum(y * logits, axis=-1)
