"""A line was copied: the mask is the image.

Loses: preprocess
Says: preprocess on a frame of 2 × 2 pixels gave the image twice, expected image and mask. The name
image stands where mask is meant, in a line of the mask or behind return. Write
tf.image.resize(mask, …) and return image, mask.
"""

import tensorflow as tf


def preprocess(image, mask):
    image = tf.image.resize(image, (96, 128), method="nearest")
    mask = tf.image.resize(image, (96, 128), method="nearest")
    return image, mask
