"""Python's own input in place of inputs.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand raised AttributeError in the line `x =
tf.nn.conv2d(input, kernel, 1, "SAME")`: input is a function of Python's own, expected a variable of
yours. Compare the spelling with the def line, such as inputs.
"""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    x = tf.nn.conv2d(input, kernel, 1, "SAME")
    return tf.nn.leaky_relu(x, 0.2)
