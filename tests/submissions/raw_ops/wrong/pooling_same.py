"""Pooling with padding SAME, which also pools half squares.

Loses: maxpool_down
Says: maxpool_down(inputs) on one 5 × 5 map by hand gave the shape (1, 3, 3, 1), expected (1, 2,
2, 1). A last row or column without a partner was pooled too: padding is "SAME". Use
padding="VALID", which keeps whole squares only.
"""

import tensorflow as tf


def maxpool_down(inputs):
    return tf.nn.max_pool2d(inputs, 2, 2, "SAME")
