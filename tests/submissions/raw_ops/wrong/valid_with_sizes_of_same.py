"""Padding VALID with the sizes of SAME.

Loses: conv2d_up
Says: conv2d_up(inputs, kernel, strides=2) on one 2 × 2 map by hand raised InvalidArgumentError in
the line `x = tf.nn.conv2d_transpose(inputs, kernel, [n, h * strides, w * strides, kernel.shape[2]],
strides, "VALID")`: the sizes in output_shape are right, (1, 4, 4, 1), but padding, strides or
kernel do not fit them. Write tf.nn.conv2d_transpose(inputs, kernel, output_shape, strides,
padding="SAME").
"""

import tensorflow as tf


def conv2d_up(inputs, kernel, strides=1):
    n, h, w, _ = tf.unstack(tf.shape(inputs))
    x = tf.nn.conv2d_transpose(
        inputs, kernel, [n, h * strides, w * strides, kernel.shape[2]], strides, "VALID"
    )
    return tf.nn.leaky_relu(x, 0.2)
