"""Another activation.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand gave -0.9975 at image 0, pixel (0, 1),
channel 0, expected -1.2. The sums went through elu. Apply tf.nn.leaky_relu(…, alpha=0.2) to the
sums.
"""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    return tf.nn.elu(tf.nn.conv2d(inputs, kernel, 1, "SAME"))
