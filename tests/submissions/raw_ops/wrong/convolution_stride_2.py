"""The convolution halves the map.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand gave the shape (1, 2, 2, 1), expected
(1, 3, 3, 1). Height and width were halved: the stride is 2. Use strides=1.
"""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    return tf.nn.leaky_relu(tf.nn.conv2d(inputs, kernel, 2, "SAME"), 0.2)
