"""Width stands where height is expected.

Loses: conv2d_up
Says: conv2d_up(inputs, kernel, strides=2) with inputs of shape (2, 4, 5, 3) and 2 filters raised
InvalidArgumentError in the line `x = tf.nn.conv2d_transpose(inputs, kernel, [n, h * strides, w *
strides, kernel.shape[2]], strides, "SAME")`: it asked for the shape (2, 10, 8, 2), expected (2, 8,
10, 2). Height and width are exchanged. Take height from tf.shape(inputs)[1], width from
tf.shape(inputs)[2].
"""

import tensorflow as tf


def conv2d_up(inputs, kernel, strides=1):
    n, w, h, _ = tf.unstack(tf.shape(inputs))
    x = tf.nn.conv2d_transpose(
        inputs, kernel, [n, h * strides, w * strides, kernel.shape[2]], strides, "SAME"
    )
    return tf.nn.leaky_relu(x, 0.2)
