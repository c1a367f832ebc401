"""Each image gets the mean 0.

Loses: process_path
Says: process_path on a frame of 2 × 3 pixels gave an image of float32 with values from -1.103 to
1.103, expected float32 from 0 to 1. The values were centred, as per_image_standardization, /
127.5 - 1 and preprocess_input do. Use tf.image.convert_image_dtype(image, tf.float32) alone.
"""

import tensorflow as tf


def process_path(image_path, mask_path):
    img = tf.image.decode_png(tf.io.read_file(image_path), channels=3)
    img = tf.image.per_image_standardization(img)
    mask = tf.image.decode_png(tf.io.read_file(mask_path), channels=3)
    mask = tf.math.reduce_max(mask, axis=-1, keepdims=True)
    return img, mask
