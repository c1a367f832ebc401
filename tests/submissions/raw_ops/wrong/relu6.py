"""An activation of MobileNet.

Loses: conv2d_up
Says: conv2d_up(inputs, kernel, strides=2) on one 2 × 2 map by hand gave 0 at image 0, pixel (0, 3),
channel 0, expected -0.8. The sums went through relu6. Apply tf.nn.leaky_relu(…, alpha=0.2) to the
sums.
"""

import tensorflow as tf


def conv2d_up(inputs, kernel, strides=1):
    n, h, w, _ = tf.unstack(tf.shape(inputs))
    return tf.nn.relu6(
        tf.nn.conv2d_transpose(
            inputs, kernel, [n, h * strides, w * strides, kernel.shape[2]], strides, "SAME"
        )
    )
