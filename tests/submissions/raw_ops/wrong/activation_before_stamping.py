"""Leaky relu on the inputs in place of the sums.

Loses: conv2d_up
Says: conv2d_up(inputs, kernel, strides=2) on one 2 × 2 map by hand gave 2.6 at image 0, pixel (0,
2), channel 0, expected 1. The activation came before the convolution. Convolve first, then apply
leaky relu.
"""

import tensorflow as tf


def conv2d_up(inputs, kernel, strides=1):
    n, h, w, _ = tf.unstack(tf.shape(inputs))
    x = tf.nn.leaky_relu(inputs, 0.2)
    return tf.nn.conv2d_transpose(
        x, kernel, [n, h * strides, w * strides, kernel.shape[2]], strides, "SAME"
    )
