"""strides is taken for 1.

Loses: conv2d_up
Says: conv2d_up(inputs, kernel, strides=2) on one 2 × 2 map by hand gave the shape (1, 2, 2, 1),
expected (1, 4, 4, 1). Nothing was enlarged. Height and width in output_shape are multiplied by
strides, and tf.nn.conv2d_transpose gets strides as well.
"""

import tensorflow as tf


def conv2d_up(inputs, kernel, strides=1):
    n_images, rows, columns = tf.unstack(tf.shape(inputs)[:3])
    output_shape = [n_images, rows, columns, kernel.shape[2]]
    sums = tf.nn.conv2d_transpose(inputs, kernel, output_shape, 1, "SAME")
    return tf.nn.leaky_relu(sums, alpha=0.2)
