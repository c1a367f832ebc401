"""The function takes one picture.

Loses: preprocess
Says: preprocess on a frame of 2 × 2 pixels raised TypeError: preprocess was called with 2
arguments, expected 1. Your def line has fewer names than the exercise. Write def preprocess(image,
mask):.
"""

import tensorflow as tf


def preprocess(image):
    return tf.image.resize(image, (96, 128), method="nearest")
