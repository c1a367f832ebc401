"""The stride is passed on, and not multiplied into the sizes.

Loses: conv2d_up
Says: conv2d_up(inputs, kernel, strides=2) on one 2 × 2 map by hand raised InvalidArgumentError in
the line `tf.nn.conv2d_transpose(inputs, kernel, [n, h, w, kernel.shape[2]], strides, "SAME"), 0.2`:
it asked for the shape (1, 2, 2, 1), expected (1, 4, 4, 1). Nothing was enlarged. Height and width
in output_shape are multiplied by strides, and tf.nn.conv2d_transpose gets strides as well.
"""

import tensorflow as tf


def conv2d_up(inputs, kernel, strides=1):
    n, h, w, _ = tf.unstack(tf.shape(inputs))
    return tf.nn.leaky_relu(
        tf.nn.conv2d_transpose(inputs, kernel, [n, h, w, kernel.shape[2]], strides, "SAME"), 0.2
    )
