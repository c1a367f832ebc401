"""Divided by 255 twice, in a file whose make_dataset is right: one mistake costs once.

Loses: process_path
Says: process_path on a frame of 2 × 3 pixels gave an image of float32 with values from 0 to
0.003922, expected float32 from 0 to 1. It was divided by 255 twice: convert_image_dtype already
scales. Remove the division.
"""

import numpy as np
import tensorflow as tf


def process_path(image_path, mask_path):
    image = tf.image.decode_png(tf.io.read_file(image_path), channels=3)
    image = tf.image.convert_image_dtype(image, tf.float32) / 255.0
    mask = tf.image.decode_png(tf.io.read_file(mask_path), channels=3)
    return image, tf.reduce_max(mask, axis=-1, keepdims=True)


def preprocess(image, mask):
    return tuple(tf.image.resize(x, (96, 128), method="nearest") for x in (image, mask))


def make_dataset(images, masks, drives, batch_size=32, seed=1):
    names = np.unique(drives)
    np.random.default_rng(seed).shuffle(names)
    a, b = int(0.8 * len(names)), int(0.9 * len(names))
    parts = [np.isin(drives, chosen) for chosen in np.split(names, [a, b])]

    def read(part):
        paths = (np.array(images)[part], np.array(masks)[part])
        return tf.data.Dataset.from_tensor_slices(paths).map(process_path).map(preprocess)

    train, validation, test = [read(part) for part in parts]
    train = train.cache().shuffle(500).batch(batch_size).prefetch(1)
    validation = validation.cache().batch(batch_size).prefetch(1)
    test = test.cache().batch(batch_size).prefetch(1)
    return train, validation, test
