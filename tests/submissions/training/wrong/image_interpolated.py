"""The image is resized bilinearly.

Loses: preprocess
Says: preprocess on a frame of 2 × 2 pixels gave an image with colours that no pixel had (at row
3, column 35: 0.06037 for 0.04545). It was interpolated or padded. Use tf.image.resize(image,
(96, 128), method='nearest').
"""

import tensorflow as tf


def preprocess(image, mask):
    image = tf.image.resize(image, (96, 128))
    mask = tf.image.resize(mask, (96, 128), method="nearest")
    return image, mask
