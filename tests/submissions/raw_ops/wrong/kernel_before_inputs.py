"""The arguments of tf.nn.conv2d change places.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand raised InvalidArgumentError in the line
`x = tf.nn.conv2d(kernel, inputs, strides=1, padding="SAME")`: conv2d got kernel first and inputs
behind it, expected the tensor first, then its filters. Write tf.nn.conv2d(inputs, kernel, …).
"""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    x = tf.nn.conv2d(kernel, inputs, strides=1, padding="SAME")
    return tf.nn.leaky_relu(x, alpha=0.2)
