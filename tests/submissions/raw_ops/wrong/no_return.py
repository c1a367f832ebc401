"""The activation is computed and not returned.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand gave NoneType, expected a tensor of shape
(1, 3, 3, 1). Its last line, `tf.nn.leaky_relu(sums, alpha=0.2)`, has no return in front. Write
return tf.nn.leaky_relu(sums, alpha=0.2).
"""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    sums = tf.nn.conv2d(inputs, kernel, strides=1, padding="SAME")
    tf.nn.leaky_relu(sums, alpha=0.2)
