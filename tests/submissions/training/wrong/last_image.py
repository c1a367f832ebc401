"""The last image of the batch in place of the first.

Loses: create_mask
Says: create_mask on logits of shape (2, 2, 2, 3) gave 1 for the pixel (0, 0), expected class 0.
That is the second and last image of the batch. Take the first: [0], as places count from 0.
"""

import tensorflow as tf


def create_mask(logits):
    return tf.argmax(logits, axis=-1)[-1, ..., tf.newaxis]
