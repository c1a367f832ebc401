"""The function takes one picture.

Loses: preprocess
Says: preprocess on a frame of 2 × 2 pixels raised TypeError: preprocess was called with the
arguments of the exercise, and its def line has others. Write def preprocess(image, mask):.
"""

import tensorflow as tf


def preprocess(image):
    return tf.image.resize(image, (96, 128), method="nearest")
