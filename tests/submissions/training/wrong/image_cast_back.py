"""The image is scaled and then cast to whole numbers.

Loses: process_path
Says: process_path on a frame of 2 × 3 pixels gave an image of uint8 with values from 0 to 1,
expected float32 from 0 to 1. It was scaled and then cast to whole numbers, which cuts off all
behind the point. Leave tf.cast(image, tf.uint8) out.
"""

import tensorflow as tf


def process_path(image_path, mask_path):
    img = tf.image.decode_png(tf.io.read_file(image_path), channels=3)
    img = tf.image.convert_image_dtype(img, tf.float32)
    img = tf.cast(img, tf.uint8)
    mask = tf.image.decode_png(tf.io.read_file(mask_path), channels=3)
    mask = tf.math.reduce_max(mask, axis=-1, keepdims=True)
    return img, mask
