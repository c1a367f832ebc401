"""The mean of the channels in place of their maximum.

Loses: process_path
Says: process_path on a frame of 2 × 3 pixels gave a mask with the ids 0, 1, 2, 4, 7, expected
1, 4, 7, 13, 22. That is the mean of the three channels. Take their maximum, tf.reduce_max.
"""

import tensorflow as tf


def process_path(image_path, mask_path):
    image = tf.image.decode_png(tf.io.read_file(image_path), channels=3)
    image = tf.image.convert_image_dtype(image, tf.float32)
    mask = tf.image.decode_png(tf.io.read_file(mask_path), channels=3)
    mask = tf.reduce_mean(mask, axis=-1, keepdims=True)
    return image, mask
