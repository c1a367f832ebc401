"""Axes 2 and 3 in place of 1 and 2.

Loses: maxpool_up
Says: maxpool_up(inputs) on one 2 × 2 map by hand gave the shape (1, 4, 2, 1), expected (1, 4, 4,
1). Width and channels were taken for the size. Height and width are tf.shape(inputs)[1:3].
"""

import tensorflow as tf


def maxpool_up(inputs):
    return tf.image.resize(inputs, 2 * tf.shape(inputs)[2:4], method="nearest")
