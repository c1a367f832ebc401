"""The image stays as it was decoded.

Loses: process_path
Says: process_path on a frame of 2 × 3 pixels gave an image of uint8 with values from 0 to 255,
expected float32 from 0 to 1. decode_png gives 0 to 255. Write image =
tf.image.convert_image_dtype(image, tf.float32): it scales, too, and gives a new tensor, which has
to be kept.
"""

import tensorflow as tf


def process_path(image_path, mask_path):
    image = tf.image.decode_png(tf.io.read_file(image_path), channels=3)
    mask = tf.image.decode_png(tf.io.read_file(mask_path), channels=3)
    mask = tf.reduce_max(mask, axis=-1, keepdims=True)
    return image, mask
