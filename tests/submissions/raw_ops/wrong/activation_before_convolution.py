"""Leaky relu on the inputs in place of the sums.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand gave -3.6 at image 0, pixel (0, 1),
channel 0, expected -1.2. The activation came before the convolution. Convolve first, then apply
leaky relu.
"""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    return tf.nn.conv2d(tf.nn.leaky_relu(inputs, 0.2), kernel, 1, "SAME")
