"""The mask comes back as float32.

Loses: preprocess
Says: preprocess on a frame of 2 × 2 pixels gave a mask of float32, expected uint8 as it came.
tf.image.resize with method='nearest' keeps the type; Keras's layers and casts change it. Use that
alone, or cast back: tf.cast(mask, tf.uint8).
"""

import tensorflow as tf


def preprocess(image, mask):
    image = tf.image.resize(image, (96, 128), method="nearest")
    mask = tf.image.resize(tf.cast(mask, tf.float32), (96, 128), method="nearest")
    return image, mask
