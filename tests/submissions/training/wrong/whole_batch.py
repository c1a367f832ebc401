"""All masks of the batch.

Loses: create_mask
Says: create_mask on logits of shape (2, 2, 2, 3) gave the shape (2, 2, 2, 1), expected class
ids of shape (2, 2, 1). The whole batch is there. Take the first image: [0].
"""

import tensorflow as tf


def create_mask(logits):
    return tf.argmax(logits, axis=-1)[..., tf.newaxis]
