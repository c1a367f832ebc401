"""The order of axes of PyTorch.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand raised InvalidArgumentError in the line
`return tf.nn.leaky_relu(tf.nn.conv2d(inputs, kernel, 1, "SAME", data_format="NCHW"), 0.2)`:
data_format is NCHW, channels in front of height and width, expected NHWC, as pictures have it
here. Leave data_format out.
"""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    return tf.nn.leaky_relu(tf.nn.conv2d(inputs, kernel, 1, "SAME", data_format="NCHW"), 0.2)
