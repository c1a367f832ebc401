"""relu, as in the other notebooks.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand gave 0 at image 0, pixel (0, 1),
channel 0, expected -1.2. Sums below zero became 0: that is relu. Apply tf.nn.leaky_relu(…,
alpha=0.2) to the sums.
"""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    return tf.nn.relu(tf.nn.conv2d(inputs, kernel, strides=1, padding="SAME"))
