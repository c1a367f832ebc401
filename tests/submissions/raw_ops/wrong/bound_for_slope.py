"""The slope taken for a lower bound.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand gave 0.2 at image 0, pixel (0, 0),
channel 0, expected 0. Sums below 0.2 became 0.2. Multiply those below zero by 0.2: tf.maximum(0.2 *
sums, sums).
"""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    return tf.maximum(0.2, tf.nn.conv2d(inputs, kernel, 1, "SAME"))
