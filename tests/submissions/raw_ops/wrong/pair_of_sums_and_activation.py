"""The sums are returned as well.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand gave tuple, expected a tensor of shape
(1, 3, 3, 1). Several things, or a comma at the end, make a tuple. Return the tensor alone.
"""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    sums = tf.nn.conv2d(inputs, kernel, 1, "SAME")
    return sums, tf.nn.leaky_relu(sums, alpha=0.2)
