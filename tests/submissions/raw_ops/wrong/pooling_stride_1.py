"""The squares overlap.

Loses: maxpool_down
Says: maxpool_down(inputs) on one 5 × 5 map by hand gave the shape (1, 4, 4, 1), expected (1, 2,
2, 1). The squares overlap: the stride is 1. Use strides=2.
"""

import tensorflow as tf


def maxpool_down(inputs):
    return tf.nn.max_pool2d(inputs, 2, 1, "VALID")
