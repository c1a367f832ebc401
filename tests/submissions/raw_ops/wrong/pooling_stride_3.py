"""Squares of two, three apart.

Loses: maxpool_down
Says: maxpool_down(inputs) on one 5 × 5 map by hand gave 9 at image 0, pixel (0, 1), channel 0,
expected 7. Squares of 2 × 2 were looked at, 3 apart. Use ksize=2 and strides=2.
"""

import tensorflow as tf


def maxpool_down(inputs):
    return tf.nn.max_pool2d(inputs, 2, 3, "VALID")
