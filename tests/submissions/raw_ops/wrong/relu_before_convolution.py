"""Relu on the inputs, and nothing behind the sums.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand gave -3 at image 0, pixel (0, 1), channel
0, expected -1.2. A relu came before the convolution, and no activation behind. Convolve first, then
apply leaky relu.
"""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    return tf.nn.conv2d(tf.nn.relu(inputs), kernel, 1, "SAME")
