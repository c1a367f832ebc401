"""Every id becomes 1.

Loses: process_path
Says: process_path on a frame of 2 × 3 pixels gave a mask with 1 in every pixel, expected the ids
1, 4, 7, 13, 22. Every id became 1, as in a comparison such as mask > 0. Leave the ids as the file
has them.
"""

import tensorflow as tf


def process_path(image_path, mask_path):
    img = tf.image.decode_png(tf.io.read_file(image_path), channels=3)
    img = tf.image.convert_image_dtype(img, tf.float32)
    mask = tf.image.decode_png(tf.io.read_file(mask_path), channels=3)
    mask = tf.math.reduce_max(mask, axis=-1, keepdims=True)
    mask = tf.cast(mask > 0, tf.uint8)
    return img, mask
