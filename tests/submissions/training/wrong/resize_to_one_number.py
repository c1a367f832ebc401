"""One number for the size.

Loses: preprocess
Says: preprocess on a frame of 2 × 2 pixels raised ValueError in the line `image =
tf.image.resize(image, 96, method="nearest")`: tf.image.resize got something else than two numbers
for the size, expected (height, width). Write tf.image.resize(image, (height, width)).
"""

import tensorflow as tf


def preprocess(image, mask):
    image = tf.image.resize(image, 96, method="nearest")
    mask = tf.image.resize(mask, (96, 128), method="nearest")
    return image, mask
