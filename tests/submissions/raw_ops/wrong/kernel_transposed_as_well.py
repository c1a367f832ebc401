"""The last axes of the kernel are exchanged once more.

Loses: conv2d_up
Says: conv2d_up(inputs, kernel, strides=2) with inputs of shape (2, 4, 5, 3) and 2 filters raised
InvalidArgumentError in the line `return tf.nn.leaky_relu(tf.nn.conv2d_transpose(inputs, kernel,
out, strides, "SAME"), 0.2)`: tf.nn.conv2d_transpose got an output_shape that does not belong to its
tensor and filters, expected (batch, strides × height, strides × width, channels out). Take the
first three from tf.shape(x), the batch too, and the last from the filters, (height, width, channels
out, channels in): kernel.shape[2]. Filters in this order need no tf.transpose.
"""

import tensorflow as tf


def conv2d_up(inputs, kernel, strides=1):
    s = tf.shape(inputs)
    kernel = tf.transpose(kernel, [0, 1, 3, 2])
    out = [s[0], s[1] * strides, s[2] * strides, kernel.shape[2]]
    return tf.nn.leaky_relu(tf.nn.conv2d_transpose(inputs, kernel, out, strides, "SAME"), 0.2)
