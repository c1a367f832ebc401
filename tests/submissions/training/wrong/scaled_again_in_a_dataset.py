"""Divided by 255 in preprocess, in a file whose make_dataset is right: one mistake costs once.

Loses: preprocess
Says: preprocess on a frame of 2 × 2 pixels gave an image of float32 with values from 0 to
0.003922, expected float32 from 0 to 1. It was scaled again: the image comes in with values in
[0, 1]. Remove the division.
"""

import tensorflow as tf


def process_path(image_path, mask_path):
    image = tf.image.decode_png(tf.io.read_file(image_path), channels=3)
    image = tf.image.convert_image_dtype(image, tf.float32)
    mask = tf.image.decode_png(tf.io.read_file(mask_path), channels=3)
    return image, tf.reduce_max(mask, axis=-1, keepdims=True)


def preprocess(image, mask):
    image = tf.image.resize(image, (96, 128), method="nearest") / 255
    return image, tf.image.resize(mask, (96, 128), method="nearest")
