"""The new axis stands in front of height and width.

Loses: create_mask
Says: create_mask on logits of shape (2, 2, 2, 3) gave the shape (1, 2, 2), expected class ids of
shape (2, 2, 1). The new axis stands in front. Put it at the end: mask[..., tf.newaxis].
"""

import tensorflow as tf


def create_mask(logits):
    return tf.argmax(logits[0], axis=-1)[tf.newaxis]
