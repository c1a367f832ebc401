"""argmin in place of argmax.

Loses: create_mask
Says: create_mask on logits of shape (2, 2, 2, 3) gave 2 for the pixel (0, 0), expected class 0.
That is the class with the lowest logit. Write tf.argmax in place of argmin.
"""

import tensorflow as tf


def create_mask(logits):
    mask = tf.argmin(logits, axis=-1)
    return mask[0][..., tf.newaxis]
