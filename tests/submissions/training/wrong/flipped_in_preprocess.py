"""Pictures are turned, which nobody asked for.

Loses: preprocess
Says: preprocess on a frame of 2 × 2 pixels gave an image whose value at (0, 0) is 0.3182,
expected 0.04545. It is turned from left to right, which nobody asked for. Leave the flip out.
"""

import tensorflow as tf


def preprocess(image, mask):
    image = tf.image.resize(image, (96, 128), method="nearest")
    mask = tf.image.resize(mask, (96, 128), method="nearest")
    image = tf.image.flip_left_right(image)
    mask = tf.image.flip_left_right(mask)
    return image, mask
