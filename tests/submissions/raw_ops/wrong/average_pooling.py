"""The mean of each square.

Loses: maxpool_down
Says: maxpool_down(inputs) on one 5 × 5 map by hand gave 3.25 at image 0, pixel (0, 0), channel 0,
expected 5. That is the mean of each square. Use tf.nn.max_pool2d.
"""

import tensorflow as tf


def maxpool_down(inputs):
    return tf.nn.avg_pool2d(inputs, 2, 2, "VALID")
