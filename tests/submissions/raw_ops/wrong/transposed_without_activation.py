"""The transposed convolution without leaky relu.

Loses: conv2d_up
Says: conv2d_up(inputs, kernel, strides=2) on one 2 × 2 map by hand gave -4 at image 0, pixel (0,
3), channel 0, expected -0.8. Sums below zero came through as they are: no activation. Apply
tf.nn.leaky_relu(…, alpha=0.2) to the sums.
"""

import tensorflow as tf


def conv2d_up(inputs, kernel, strides=1):
    n_images, rows, columns = tf.unstack(tf.shape(inputs)[:3])
    output_shape = [n_images, strides * rows, strides * columns, kernel.shape[2]]
    sums = tf.nn.conv2d_transpose(inputs, kernel, output_shape, strides, "SAME")
    return sums
