"""same for SAME.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand raised InvalidArgumentError in the line
`sums = tf.nn.conv2d(inputs, kernel, 1, "same")`: padding is "same", expected "SAME" or "VALID":
functions of tf.nn want capitals. Write "SAME".
"""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    sums = tf.nn.conv2d(inputs, kernel, 1, "same")
    return tf.nn.leaky_relu(sums, alpha=0.2)
