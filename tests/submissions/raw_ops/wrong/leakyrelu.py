"""leakyrelu for leaky_relu.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand raised AttributeError in the line
`return tf.nn.leakyrelu(sums, alpha=0.2)`: tf.nn has no leakyrelu, expected a name that it has.
Write tf.nn.leaky_relu.
"""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    sums = tf.nn.conv2d(inputs, kernel, 1, "SAME")
    return tf.nn.leakyrelu(sums, alpha=0.2)
