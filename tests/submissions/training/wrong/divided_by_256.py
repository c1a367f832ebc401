"""256 values, of which 255 is the highest.

Loses: process_path
Says: process_path on a frame of 2 × 3 pixels gave an image whose value at (0, 0) is 0.1992,
expected 0.2. It was divided by 256; the highest value is 255. Divide by 255.
"""

import tensorflow as tf


def process_path(image_path, mask_path):
    img = tf.image.decode_png(tf.io.read_file(image_path), channels=3)
    img = tf.cast(img, tf.float32) / 256.0
    mask = tf.image.decode_png(tf.io.read_file(mask_path), channels=3)
    mask = tf.math.reduce_max(mask, axis=-1, keepdims=True)
    return img, mask
