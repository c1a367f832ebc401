"""conv2d without padding.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand raised TypeError in the line `sums =
tf.nn.conv2d(inputs, kernel, 1)`: conv2d was called without padding, expected a value there. Write
tf.nn.conv2d(x, kernel, strides, padding).
"""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    sums = tf.nn.conv2d(inputs, kernel, 1)
    return tf.nn.leaky_relu(sums, alpha=0.2)
