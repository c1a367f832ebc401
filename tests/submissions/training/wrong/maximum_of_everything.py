"""The maximum of all pixels.

Loses: process_path
Says: process_path on a frame of 2 × 3 pixels gave a mask of shape (), expected (2, 3, 1) of uint8.
The maximum was not taken over the channels. Those are the last axis: tf.math.reduce_max(mask,
axis=-1, keepdims=True).
"""

import tensorflow as tf


def process_path(image_path, mask_path):
    img = tf.image.decode_png(tf.io.read_file(image_path), channels=3)
    img = tf.image.convert_image_dtype(img, tf.float32)
    mask = tf.image.decode_png(tf.io.read_file(mask_path), channels=3)
    mask = tf.math.reduce_max(mask)
    return img, mask
