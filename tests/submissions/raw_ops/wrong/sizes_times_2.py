"""The sizes are doubled whatever the stride is.

Loses: conv2d_up
Says: conv2d_up(inputs, kernel, strides=1) with inputs of shape (3, 5, 4, 2) and 3 filters raised
InvalidArgumentError in the line `x = tf.nn.conv2d_transpose(inputs, kernel, [n, h * 2, w * 2,
kernel.shape[2]], strides, "SAME")`: it asked for the shape (3, 10, 8, 3), expected (3, 5, 4, 3).
The map was doubled, whatever strides is. Write strides in place of 2.
"""

import tensorflow as tf


def conv2d_up(inputs, kernel, strides=1):
    n, h, w, _ = tf.unstack(tf.shape(inputs))
    x = tf.nn.conv2d_transpose(inputs, kernel, [n, h * 2, w * 2, kernel.shape[2]], strides, "SAME")
    return tf.nn.leaky_relu(x, 0.2)
