"""An if for a whole tensor.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand raised ValueError in the line `if x <
0:`: an if decides once, here for a whole tensor, expected one answer. To decide for each number
write tf.where(condition, a, b); for the whole tensor tf.reduce_any or tf.reduce_all.
"""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    x = tf.nn.conv2d(inputs, kernel, 1, "SAME")
    if x < 0:
        x = 0.2 * x
    return x
