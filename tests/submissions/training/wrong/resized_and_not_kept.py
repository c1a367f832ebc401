"""What tf.image.resize gives is dropped.

Loses: preprocess
Says: preprocess on a frame of 2 × 2 pixels gave an image of shape (2, 2, 3), expected (96, 128, 3)
of float32. Write image = tf.image.resize(image, (96, 128), method='nearest'), with this size,
nothing that changes it, and image = in front, which keeps the new tensor.
"""

import tensorflow as tf


def preprocess(image, mask):
    tf.image.resize(image, (96, 128), method="nearest")
    tf.image.resize(mask, (96, 128), method="nearest")
    return image, mask
