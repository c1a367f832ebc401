"""2 is added in place of multiplied.

Loses: maxpool_up
Says: maxpool_up(inputs) with inputs of shape (2, 3, 5, 3) gave the shape (2, 5, 7, 3), expected (2,
6, 10, 3). 2 was added to both sides. The new size is (2 · height, 2 · width).
"""

import tensorflow as tf


def maxpool_up(inputs):
    return tf.image.resize(inputs, 2 + tf.shape(inputs)[1:3], method="nearest")
