"""The axis after the last.

Loses: create_mask
Says: create_mask on logits of shape (2, 2, 2, 3) raised InvalidArgumentError in the line `return
tf.argmax(logits, axis=4)[..., tf.newaxis]`: the axis 4 was asked for in an array of 4 axes,
expected 0 to 3, or -1 for the last. Pass axis=-1 for the classes.
"""

import tensorflow as tf


def create_mask(logits):
    return tf.argmax(logits, axis=4)[..., tf.newaxis]
