"""The image stands in both places of return.

Loses: process_path
Says: process_path on a frame of 2 × 3 pixels gave the image twice, expected image and mask. The
name image stands where mask is meant, in a line of the mask or behind return. Write
tf.io.read_file(mask_path) and return image, mask.
"""

import tensorflow as tf


def process_path(image_path, mask_path):
    image = tf.io.decode_png(tf.io.read_file(image_path), channels=3)
    image = tf.image.convert_image_dtype(image, tf.float32)
    mask = tf.io.decode_png(tf.io.read_file(mask_path), channels=3)
    mask = tf.math.reduce_max(mask, axis=-1, keepdims=True)
    return image, image
