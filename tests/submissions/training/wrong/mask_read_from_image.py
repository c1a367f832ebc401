"""A line was copied: the mask is read from the photo's file.

Loses: process_path
Says: process_path on a frame of 2 × 3 pixels gave a mask with the ids 102, 255, which are the
photo's values, expected 1, 4, 7, 13, 22. The mask's line reads image_path. Write
tf.io.read_file(mask_path) there.
"""

import tensorflow as tf


def process_path(image_path, mask_path):
    img = tf.io.read_file(image_path)
    img = tf.image.decode_png(img, channels=3)
    img = tf.image.convert_image_dtype(img, tf.float32)
    mask = tf.io.read_file(image_path)
    mask = tf.image.decode_png(mask, channels=3)
    mask = tf.math.reduce_max(mask, axis=-1, keepdims=True)
    return img, mask
