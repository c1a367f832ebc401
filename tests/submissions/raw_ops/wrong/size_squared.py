"""The size times itself in place of times 2.

Loses: maxpool_up
Says: maxpool_up(inputs) with inputs of shape (2, 3, 5, 3) gave the shape (2, 9, 25, 3), expected
(2, 6, 10, 3). Both sides were multiplied by themselves. The new size is (2 · height, 2 · width).
"""

import tensorflow as tf


def maxpool_up(inputs):
    return tf.image.resize(inputs, tf.shape(inputs)[1:3] ** 2, method="nearest")
