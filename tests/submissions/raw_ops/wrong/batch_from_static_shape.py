"""The sizes come from inputs.shape, which tf.function may not know.

Loses: conv2d_up
Says: conv2d_up(inputs, kernel, strides=2) on one 2 × 2 map by hand raised TypeError inside
tf.function, where sizes may be unknown, expected the shape (1, 4, 4, 1). inputs.shape holds None
there. Take the sizes from tf.shape(inputs), which is filled in when the graph runs.
"""

import tensorflow as tf


def conv2d_up(inputs, kernel, strides=1):
    n_images, rows, columns, _ = inputs.shape
    output_shape = [n_images, strides * rows, strides * columns, kernel.shape[2]]
    sums = tf.nn.conv2d_transpose(inputs, kernel, output_shape, strides, "SAME")
    return tf.nn.leaky_relu(sums, alpha=0.2)
