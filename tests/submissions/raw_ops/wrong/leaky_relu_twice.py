"""Leaky relu of leaky relu.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand gave -0.24 at image 0, pixel (0, 1),
channel 0, expected -1.2. Sums below zero were multiplied by 0.04: it came twice. Apply
tf.nn.leaky_relu(…, alpha=0.2) to the sums.
"""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    x = tf.nn.leaky_relu(tf.nn.conv2d(inputs, kernel, 1, "SAME"), 0.2)
    return tf.nn.leaky_relu(x, 0.2)
