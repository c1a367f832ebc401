"""A number of zeros for padding.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand raised TypeError in the line `x =
tf.nn.conv2d(inputs, kernel, strides=1, padding=1)`: padding is 1, expected "SAME" or "VALID":
functions of tf.nn count it by themselves. Write padding="SAME" to keep height and width.
"""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    x = tf.nn.conv2d(inputs, kernel, strides=1, padding=1)
    return tf.nn.leaky_relu(x, alpha=0.2)
