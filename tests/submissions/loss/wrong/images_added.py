"""The images of a batch are added.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask gave the shape (2, 2), expected (1, 2, 2): one loss
for each pixel. The images were added. Leave that sum out.
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    y = tf.cast(y_true[..., 0], tf.int32)
    return tf.reduce_sum(
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits), axis=0
    )
