"""The convolution loses its border.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand gave the shape (1, 1, 1, 1), expected
(1, 3, 3, 1). The border was cut off: padding is "VALID". Use padding="SAME".
"""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    return tf.nn.leaky_relu(tf.nn.conv2d(inputs, kernel, 1, "VALID"), 0.2)
