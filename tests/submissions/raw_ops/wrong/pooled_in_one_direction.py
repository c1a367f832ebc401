"""Pairs in place of squares.

Loses: maxpool_down
Says: maxpool_down(inputs) on one 5 × 5 map by hand gave the shape (1, 5, 2, 1), expected (1, 2, 2,
1). Only one of height and width was halved. Use ksize=2 and strides=2, each one number for both
directions.
"""

import tensorflow as tf


def maxpool_down(inputs):
    return tf.nn.max_pool2d(inputs, (1, 2), (1, 2), "VALID")
