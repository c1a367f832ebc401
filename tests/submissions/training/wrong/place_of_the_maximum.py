"""argmax in place of max.

Loses: process_path
Says: process_path on a frame of 2 × 3 pixels gave a mask of shape (2, 3) and int64, expected (2, 3,
1) of uint8. argmax says in which channel the largest id is, not the id. Write
tf.math.reduce_max(mask, axis=-1, keepdims=True).
"""

import tensorflow as tf


def process_path(image_path, mask_path):
    image = tf.io.decode_png(tf.io.read_file(image_path), channels=3)
    image = tf.image.convert_image_dtype(image, tf.float32)
    mask = tf.io.decode_png(tf.io.read_file(mask_path), channels=3)
    return image, tf.argmax(mask, axis=-1)
