"""An image in [0, 1] is divided by 255.

Loses: preprocess
Says: preprocess on a frame of 2 × 2 pixels gave an image of float32 with values from 0 to
0.003922, expected float32 from 0 to 1. It was scaled again: the image comes in with values in
[0, 1]. Remove the division.
"""

import tensorflow as tf


def preprocess(image, mask):
    image = tf.image.resize(image, (96, 128), method="nearest")
    image = image / 255.0
    mask = tf.image.resize(mask, (96, 128), method="nearest")
    return image, mask
