"""Height and width of the kernel are exchanged.

Loses: conv2d_up
Says: conv2d_up(inputs, kernel, strides=2) on one 2 × 2 map by hand gave 4 at image 0, pixel (0, 1),
channel 0, expected 2. Height and width of the kernel are exchanged. Pass it to
tf.nn.conv2d_transpose as it is.
"""

import tensorflow as tf


def conv2d_up(inputs, kernel, strides=1):
    n, h, w, _ = tf.unstack(tf.shape(inputs))
    k = tf.transpose(kernel, [1, 0, 2, 3])
    return tf.nn.leaky_relu(
        tf.nn.conv2d_transpose(
            inputs, k, [n, h * strides, w * strides, kernel.shape[2]], strides, "SAME"
        ),
        0.2,
    )
