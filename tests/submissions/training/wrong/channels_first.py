"""As PyTorch has them.

Loses: process_path
Says: process_path on a frame of 2 × 3 pixels gave an image of shape (3, 2, 3), expected (2, 3, 3)
of float32. The channels stand first, as PyTorch has them. Leave the transposition out.
"""

import tensorflow as tf


def process_path(image_path, mask_path):
    img = tf.image.decode_png(tf.io.read_file(image_path), channels=3)
    img = tf.image.convert_image_dtype(img, tf.float32)
    img = tf.transpose(img, (2, 0, 1))
    mask = tf.image.decode_png(tf.io.read_file(mask_path), channels=3)
    mask = tf.math.reduce_max(mask, axis=-1, keepdims=True)
    return img, mask
