"""The whole map four times.

Loses: maxpool_up
Says: maxpool_up(inputs) on one 2 × 2 map by hand gave 2 at image 0, pixel (0, 1), channel 0,
expected 1. The whole map stands there four times. Repeat each pixel, not the map: tf.image.resize
with method="nearest".
"""

import tensorflow as tf


def maxpool_up(inputs):
    return tf.tile(inputs, (1, 2, 2, 1))
