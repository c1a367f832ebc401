"""A line was copied: the mask is the image.

Loses: preprocess
Says: preprocess on a frame of 2 × 2 pixels gave a mask of shape (96, 128, 3), expected (96, 128,
1) of uint8. It has the three channels of the image: the mask's line resizes the image. Write
tf.image.resize(mask, …) there.
"""

import tensorflow as tf


def preprocess(image, mask):
    image = tf.image.resize(image, (96, 128), method="nearest")
    mask = tf.image.resize(image, (96, 128), method="nearest")
    return image, mask
