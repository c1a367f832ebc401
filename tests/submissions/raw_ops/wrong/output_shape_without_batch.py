"""Three numbers for output_shape, which end TensorFlow's process when they are used.

Loses: conv2d_up
Says: conv2d_up(inputs, kernel, strides=2) on one 2 × 2 map by hand raised ValueError in the line `x
= tf.nn.conv2d_transpose(`: output_shape of tf.nn.conv2d_transpose has 3 numbers, expected 4:
(batch, height, width, channels out). The batch is tf.shape(x)[0].
"""

import tensorflow as tf


def conv2d_up(inputs, kernel, strides=1):
    s = tf.shape(inputs)
    x = tf.nn.conv2d_transpose(
        inputs, kernel, [s[1] * strides, s[2] * strides, kernel.shape[2]], strides, "SAME"
    )
    return tf.nn.leaky_relu(x, 0.2)
