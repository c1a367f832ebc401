"""The map is enlarged before the transposed convolution, not by it.

Loses: conv2d_up
Says: conv2d_up(inputs, kernel, strides=2) on one 2 × 2 map by hand gave 12 at image 0, pixel (0,
0), channel 0, expected 1. The map was enlarged first, and stamped with stride 1.
tf.nn.conv2d_transpose enlarges by itself: give strides to it.
"""

import tensorflow as tf


def conv2d_up(inputs, kernel, strides=1):
    n, h, w, _ = tf.unstack(tf.shape(inputs))
    x = tf.image.resize(inputs, (h * strides, w * strides), method="nearest")
    x = tf.nn.conv2d_transpose(x, kernel, [n, h * strides, w * strides, kernel.shape[2]], 1, "SAME")
    return tf.nn.leaky_relu(x, 0.2)
