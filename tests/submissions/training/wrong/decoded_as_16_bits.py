"""decode_png makes 257 times as much of each id.

Loses: process_path
Says: process_path on a frame of 2 × 3 pixels gave a mask with the ids 257, 1028, 1799, 3341,
5654, expected 1, 4, 7, 13, 22. They were decoded as 16 bits, each 257 times as large. Leave dtype
out.
"""

import tensorflow as tf


def process_path(image_path, mask_path):
    img = tf.image.decode_png(tf.io.read_file(image_path), channels=3)
    img = tf.image.convert_image_dtype(img, tf.float32)
    mask = tf.image.decode_png(tf.io.read_file(mask_path), channels=3, dtype=tf.uint16)
    mask = tf.reduce_max(mask, axis=-1, keepdims=True)
    return img, mask
