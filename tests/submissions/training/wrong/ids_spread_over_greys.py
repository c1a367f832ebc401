"""Ids are multiplied for the eye.

Loses: create_mask
Says: create_mask on logits of shape (2, 2, 2, 3) gave 11 for the pixel (0, 1), expected class 1.
Ids are names and stay as they are: leave away what multiplies them.
"""

import tensorflow as tf


def create_mask(logits):
    mask = tf.argmax(logits, axis=-1)[0][..., tf.newaxis]
    return mask * 255 // 22
