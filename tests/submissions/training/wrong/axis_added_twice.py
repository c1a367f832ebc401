"""The channel is kept, and one more is added.

Loses: process_path
Says: process_path on a frame of 2 × 3 pixels gave a mask of shape (2, 3, 1, 1), expected (2, 3,
1) of uint8. There is an axis too many at the end. Leave tf.newaxis or expand_dims out.
"""

import tensorflow as tf


def process_path(image_path, mask_path):
    img = tf.image.decode_png(tf.io.read_file(image_path), channels=3)
    img = tf.image.convert_image_dtype(img, tf.float32)
    mask = tf.image.decode_png(tf.io.read_file(mask_path), channels=3)
    mask = tf.math.reduce_max(mask, axis=-1, keepdims=True)
    return img, mask[..., tf.newaxis]
