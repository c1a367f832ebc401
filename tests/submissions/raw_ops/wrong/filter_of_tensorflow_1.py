"""filter for filters, as in TensorFlow 1.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand raised TypeError in the line `x =
tf.nn.conv2d(input=inputs, filter=kernel, strides=[1, 1, 1, 1], padding="SAME")`: conv2d got the
argument 'filter', expected one that it knows. Write filters= in place of filter=.
"""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    x = tf.nn.conv2d(input=inputs, filter=kernel, strides=[1, 1, 1, 1], padding="SAME")
    return tf.nn.leaky_relu(x, alpha=0.2)
