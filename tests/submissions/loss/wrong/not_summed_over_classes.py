"""The products of all classes are returned, not their sum.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask gave the shape (1, 2, 2, 3), expected (1, 2, 2):
one loss for each pixel. The loss of each class is still there. Sum over the classes, axis=-1.
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    one_hot = tf.one_hot(y_true[..., 0], logits.shape[-1])
    return -one_hot * tf.nn.log_softmax(logits)
