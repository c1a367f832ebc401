"""The resized pictures have names of their own, and the arguments are returned.

Loses: preprocess
Says: preprocess on a frame of 2 × 2 pixels gave an image of shape (2, 2, 3), expected (96, 128, 3)
of float32. `input_image = tf.image.resize(image, (96, 128), method='nearest')` makes the new one,
and nothing uses it: what is returned is the argument as it came. Return input_image.
"""

import tensorflow as tf


def preprocess(image, mask):
    input_image = tf.image.resize(image, (96, 128), method="nearest")
    input_mask = tf.image.resize(mask, (96, 128), method="nearest")
    return image, mask
