"""The def line has the mask's path first.

Loses: process_path
Says: process_path on a frame of 2 × 3 pixels gave a mask with the ids 102, 255, which are the
photo's values, expected 1, 4, 7, 13, 22. The two paths are exchanged, and so is the photo:
image_path comes first in the def line, mask_path second.
"""

import tensorflow as tf


def process_path(mask_path, image_path):
    img = tf.image.decode_png(tf.io.read_file(image_path), channels=3)
    img = tf.image.convert_image_dtype(img, tf.float32)
    mask = tf.image.decode_png(tf.io.read_file(mask_path), channels=3)
    mask = tf.math.reduce_max(mask, axis=-1, keepdims=True)
    return img, mask
