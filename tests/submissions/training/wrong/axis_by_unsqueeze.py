"""An axis is added by a method of PyTorch.

Loses: create_mask
Says: create_mask on logits of shape (2, 2, 2, 3) raised AttributeError in the line `return
mask.unsqueeze(-1)`: a TensorFlow tensor has no unsqueeze, expected a function of tf. Write x[...,
tf.newaxis].
"""

import tensorflow as tf


def create_mask(logits):
    mask = tf.argmax(logits, axis=-1)[0]
    return mask.unsqueeze(-1)
