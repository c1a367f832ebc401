"""The slope that Keras's LeakyReLU has by default.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand gave -1.8 at image 0, pixel (0, 1),
channel 0, expected -1.2. Sums below zero were multiplied by 0.3, Keras's default. Apply
tf.nn.leaky_relu(…, alpha=0.2) to the sums.
"""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    return tf.nn.leaky_relu(tf.nn.conv2d(inputs, kernel, strides=1, padding="SAME"), alpha=0.3)
