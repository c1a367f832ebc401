"""The path is decoded in place of the file.

Loses: process_path
Says: process_path on a frame of 2 × 3 pixels raised InvalidArgumentError in the line `image =
tf.image.decode_png(image_path, channels=3)`: what was to be decoded is no picture, expected the
content of a picture's file; a path alone is none. Read the file first:
tf.io.decode_png(tf.io.read_file(path), channels=3).
"""

import tensorflow as tf


def process_path(image_path, mask_path):
    image = tf.image.decode_png(image_path, channels=3)
    image = tf.image.convert_image_dtype(image, tf.float32)
    mask = tf.image.decode_png(tf.io.read_file(mask_path), channels=3)
    mask = tf.reduce_max(mask, axis=-1, keepdims=True)
    return image, mask
