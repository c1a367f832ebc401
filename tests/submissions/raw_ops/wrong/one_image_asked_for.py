"""output_shape counts on a single image.

Loses: conv2d_up
Says: conv2d_up(inputs, kernel, strides=2) with inputs of shape (2, 4, 5, 3) and 2 filters raised
InvalidArgumentError in the line `sums = tf.nn.conv2d_transpose(inputs, kernel, output_shape,
strides, padding="SAME")`: tf.nn.conv2d_transpose got an output_shape that does not belong to its
tensor and filters, expected (batch, strides × height, strides × width, channels out). Take the
first three from tf.shape(x), the batch too, and the last from the filters, (height, width, channels
out, channels in): kernel.shape[2]. Filters in this order need no tf.transpose.
"""

import tensorflow as tf


def conv2d_up(inputs, kernel, strides=1):
    n_images, rows, columns = tf.unstack(tf.shape(inputs)[:3])
    output_shape = [1, strides * rows, strides * columns, kernel.shape[2]]
    sums = tf.nn.conv2d_transpose(inputs, kernel, output_shape, strides, padding="SAME")
    return tf.nn.leaky_relu(sums, alpha=0.2)
