"""Nearest enlarging and a plain convolution.

Loses: conv2d_up
Says: conv2d_up(inputs, kernel, strides=2) on one 2 × 2 map by hand gave 28 at image 0, pixel (0,
0), channel 0, expected 1. That is tf.nn.conv2d with the kernel's last axes exchanged. A
transposed convolution puts the kernel down like a stamp; use tf.nn.conv2d_transpose.
"""

import tensorflow as tf


def conv2d_up(inputs, kernel, strides=1):
    enlarged = tf.repeat(tf.repeat(inputs, strides, axis=1), strides, axis=2)
    swapped = tf.transpose(kernel, (0, 1, 3, 2))
    return tf.nn.leaky_relu(tf.nn.conv2d(enlarged, swapped, 1, "SAME"), alpha=0.2)
