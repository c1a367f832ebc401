"""The work of preprocess is done here.

Loses: process_path
Says: process_path on a frame of 2 × 3 pixels gave an image of shape (96, 128, 3), expected (2, 3,
3) of float32. Resizing is the task of preprocess. Leave tf.image.resize out here.
"""

import tensorflow as tf


def process_path(image_path, mask_path):
    img = tf.image.decode_png(tf.io.read_file(image_path), channels=3)
    img = tf.image.convert_image_dtype(img, tf.float32)
    img = tf.image.resize(img, (96, 128), method="nearest")
    mask = tf.image.decode_png(tf.io.read_file(mask_path), channels=3)
    mask = tf.math.reduce_max(mask, axis=-1, keepdims=True)
    mask = tf.image.resize(mask, (96, 128), method="nearest")
    return img, mask
