"""tf.image.resize with its default method.

Loses: maxpool_up
Says: maxpool_up(inputs) on one 2 × 2 map by hand gave 1.25 at image 0, pixel (0, 1), channel 0,
expected 1. Neighbours were mixed: that is the bilinear method. Pass method="nearest".
"""

import tensorflow as tf


def maxpool_up(inputs):
    return tf.image.resize(inputs, 2 * tf.shape(inputs)[1:3])
