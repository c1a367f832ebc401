"""The image keeps its alpha channel.

Loses: process_path
Says: process_path on a frame of 2 × 3 pixels gave an image of shape (2, 3, 4), expected (2, 3,
3) of float32. The alpha channel is still there. Decode with channels=3.
"""

import tensorflow as tf


def process_path(image_path, mask_path):
    image = tf.image.decode_png(tf.io.read_file(image_path))
    image = tf.image.convert_image_dtype(image, tf.float32)
    mask = tf.image.decode_png(tf.io.read_file(mask_path), channels=3)
    mask = tf.reduce_max(mask, axis=-1, keepdims=True)
    return image, mask
