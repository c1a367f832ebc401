"""ResizeMethod has NEAREST_NEIGHBOR, not NEAREST.

Loses: preprocess
Says: preprocess on a frame of 2 × 2 pixels raised AttributeError in the line `image =
tf.image.resize(image, (96, 128), method=tf.image.ResizeMethod.NEAREST)`: tf.image.ResizeMethod has
no NEAREST, expected one of AREA, BICUBIC, BILINEAR, NEAREST_NEIGHBOR. Write
tf.image.ResizeMethod.NEAREST_NEIGHBOR.
"""

import tensorflow as tf


def preprocess(image, mask):
    image = tf.image.resize(image, (96, 128), method=tf.image.ResizeMethod.NEAREST)
    mask = tf.image.resize(mask, (96, 128), method=tf.image.ResizeMethod.NEAREST)
    return image, mask
