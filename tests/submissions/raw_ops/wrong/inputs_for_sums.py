"""The activation gets the inputs, not the sums.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand gave 1 at image 0, pixel (0, 0), channel
0, expected 0. That is leaky relu of the inputs: what the convolution gave was not used. Apply
tf.nn.leaky_relu(…, alpha=0.2) to the sums.
"""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    x = tf.nn.conv2d(inputs, kernel, strides=1, padding="SAME")
    return tf.nn.leaky_relu(inputs, alpha=0.2)
