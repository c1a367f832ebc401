"""The map is pooled where it should be convolved only.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand gave the shape (1, 1, 1, 1), expected (1,
3, 3, 1). The map was pooled as well. Leave that to maxpool_down.
"""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    x = tf.nn.leaky_relu(tf.nn.conv2d(inputs, kernel, 1, "SAME"), 0.2)
    return tf.nn.max_pool2d(x, 2, 2, "VALID")
