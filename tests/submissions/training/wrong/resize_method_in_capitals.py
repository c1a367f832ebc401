"""Nearest for nearest.

Loses: preprocess
Says: preprocess on a frame of 2 × 2 pixels raised ValueError in the line `image =
tf.image.resize(image, (96, 128), method="Nearest")`: the method 'Nearest' is not known to
tf.image.resize, expected 'bilinear', 'nearest' or another of its names, in small letters. Write
method='nearest' for masks.
"""

import tensorflow as tf


def preprocess(image, mask):
    image = tf.image.resize(image, (96, 128), method="Nearest")
    mask = tf.image.resize(mask, (96, 128), method="Nearest")
    return image, mask
