"""Height and width of the kernel are exchanged.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) with inputs of shape (2, 5, 6, 3) and 4 filters gave 5.543 at
image 0, pixel (0, 0), channel 0, expected -0.2796. Height and width of the kernel are exchanged.
Pass it to tf.nn.conv2d as it is.
"""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    return tf.nn.leaky_relu(
        tf.nn.conv2d(inputs, tf.transpose(kernel, [1, 0, 2, 3]), 1, "SAME"), 0.2
    )
