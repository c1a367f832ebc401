"""argmax over the second axis.

Loses: create_mask
Says: create_mask on logits of shape (2, 2, 2, 3) ran argmax over the height axis and gave the
shape (2, 3, 1), expected class ids of shape (2, 2, 1). The classes are the last axis: axis=-1.
"""

import tensorflow as tf


def create_mask(logits):
    return tf.argmax(logits, axis=1)[0][..., tf.newaxis]
