"""Copied from the line above: the maximum is that of the image.

Loses: process_path
Says: process_path on a frame of 2 × 3 pixels gave a mask with the ids 0.4, 1, which are the maximum
of the image, expected 1, 4, 7, 13, 22. A line of the mask takes the image in its place. Write
tf.math.reduce_max(mask, axis=-1, keepdims=True) there.
"""

import tensorflow as tf


def process_path(image_path, mask_path):
    image = tf.io.decode_png(tf.io.read_file(image_path), channels=3)
    image = tf.image.convert_image_dtype(image, tf.float32)
    mask = tf.io.decode_png(tf.io.read_file(mask_path), channels=3)
    mask = tf.math.reduce_max(image, axis=-1, keepdims=True)
    return image, mask
