"""uint8 times a number with a point.

Loses: process_path
Says: process_path on a frame of 2 × 3 pixels raised TypeError in the line `image = image * (1 /
255)`: the number 0.00392156862745098 met a tensor of type uint8, expected one type: a tensor of
whole numbers takes no number with a point. Write tf.cast(x, tf.float32) first.
"""

import tensorflow as tf


def process_path(image_path, mask_path):
    image = tf.image.decode_png(tf.io.read_file(image_path), channels=3)
    image = image * (1 / 255)
    mask = tf.image.decode_png(tf.io.read_file(mask_path), channels=3)
    mask = tf.reduce_max(mask, axis=-1, keepdims=True)
    return image, mask
