"""The stamps stick out at the border.

Loses: conv2d_up
Says: conv2d_up(inputs, kernel, strides=2) on one 2 × 2 map by hand gave the shape (1, 5, 5, 1),
expected (1, 4, 4, 1). The stamps stick out at the border: padding is "VALID". Use padding="SAME".
"""

import tensorflow as tf


def conv2d_up(inputs, kernel, strides=1):
    n_images, rows, columns = tf.unstack(tf.shape(inputs)[:3])
    output_shape = [
        n_images,
        strides * (rows - 1) + 3,
        strides * (columns - 1) + 3,
        kernel.shape[2],
    ]
    sums = tf.nn.conv2d_transpose(inputs, kernel, output_shape, strides, "VALID")
    return tf.nn.leaky_relu(sums, alpha=0.2)
