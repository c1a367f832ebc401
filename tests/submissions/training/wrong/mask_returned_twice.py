"""The mask stands in both places of return.

Loses: preprocess
Says: preprocess on a frame of 2 × 2 pixels gave the mask twice, expected image and mask. The name
mask stands where image is meant, in a line of the image or behind return. Write
tf.image.resize(image, …) and return image, mask.
"""

import tensorflow as tf


def preprocess(image, mask):
    image = tf.image.resize(image, (96, 128), method="nearest")
    mask = tf.image.resize(mask, (96, 128), method="nearest")
    return mask, mask
