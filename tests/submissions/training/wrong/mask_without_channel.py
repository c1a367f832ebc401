"""The maximum takes the channel axis away.

Loses: process_path
Says: process_path on a frame of 2 × 3 pixels gave a mask of shape (2, 3), expected (2, 3, 1) of
uint8. The channel axis is gone: a maximum without keepdims=True takes it away, and so does an index
such as [..., 0]. Write tf.math.reduce_max(mask, axis=-1, keepdims=True).
"""

import tensorflow as tf


def process_path(image_path, mask_path):
    image = tf.image.decode_png(tf.io.read_file(image_path), channels=3)
    image = tf.image.convert_image_dtype(image, tf.float32)
    mask = tf.image.decode_png(tf.io.read_file(mask_path), channels=3)
    mask = tf.reduce_max(mask, axis=-1)
    return image, mask
