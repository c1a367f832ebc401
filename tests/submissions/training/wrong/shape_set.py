"""set_shape is to change the size.

Loses: process_path
Says: process_path on a frame of 2 × 3 pixels raised ValueError in the line `image.set_shape((96,
128, 3))`: the tensor has the shape (2, 3, 3), expected (96, 128, 3): set_shape says which shape a
tensor has, and changes none. Leave it out, or resize with tf.image.resize where that is asked for.
"""

import tensorflow as tf


def process_path(image_path, mask_path):
    image = tf.image.decode_png(tf.io.read_file(image_path), channels=3)
    image = tf.image.convert_image_dtype(image, tf.float32)
    image.set_shape((96, 128, 3))
    mask = tf.image.decode_png(tf.io.read_file(mask_path), channels=3)
    return image, tf.math.reduce_max(mask, axis=-1, keepdims=True)
