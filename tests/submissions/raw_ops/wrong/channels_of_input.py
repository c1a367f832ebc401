"""output_shape has the channels of the input.

Loses: conv2d_up
Says: conv2d_up(inputs, kernel, strides=2) with inputs of shape (2, 4, 5, 3) and 2 filters raised
InvalidArgumentError in the line `sums = tf.nn.conv2d_transpose(inputs, kernel, output_shape,
strides, "SAME")`: it asked for the shape (2, 8, 10, 3), expected (2, 8, 10, 2). output_shape is
(batch, height · strides, width · strides, kernel.shape[2]), from tf.shape(inputs).
"""

import tensorflow as tf


def conv2d_up(inputs, kernel, strides=1):
    n_images, rows, columns = tf.unstack(tf.shape(inputs)[:3])
    output_shape = [n_images, strides * rows, strides * columns, kernel.shape[3]]
    sums = tf.nn.conv2d_transpose(inputs, kernel, output_shape, strides, "SAME")
    return tf.nn.leaky_relu(sums, alpha=0.2)
