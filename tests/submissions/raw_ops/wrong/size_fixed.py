"""A size that fits one map only.

Loses: maxpool_up
Says: maxpool_up(inputs) on one 2 × 2 map by hand gave the shape (1, 128, 128, 1), expected (1, 4,
4, 1). The size is fixed at 128. The new size is (2 · height, 2 · width).
"""

import tensorflow as tf


def maxpool_up(inputs):
    return tf.image.resize(inputs, (128, 128), method="nearest")
