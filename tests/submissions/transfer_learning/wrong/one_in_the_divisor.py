"""Brackets around 127.5 - 1.

Loses: load_example
Says: load_example(image, mask, size=(16, 24), generator=None) gave an image of float32 from 0 to
2.016, expected float32 from -1 to 1. MobileNetV2 has seen only pictures from -1 to 1. Divide by
127.5 and subtract 1, as keras.applications.mobilenet_v2.preprocess_input does.
"""

import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(tf.cast(image, tf.float32), size) / (127.5 - 1)
    mask = tf.image.resize(mask, size, method="nearest")
    if generator is not None:
        flip = generator.uniform([]) < 0.5
        image = tf.where(flip, image[:, ::-1], image)
        mask = tf.where(flip, mask[:, ::-1], mask)
    return image, mask
