"""The same, with whole numbers in the end.

Loses: load_example
Says: load_example(image, mask, size=(24, 32), generator=generator) gave the pixel (0, 8) of a
mask the class background, expected border; 23% of its pixels are wrong. Interpolated and cast
back, a pixel between two classes gets a third one, or the lower. Resize the mask with
method='nearest'.
"""

import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(tf.cast(image, tf.float32), size) / 127.5 - 1
    mask = tf.cast(tf.image.resize(mask, size), tf.uint8)
    if generator is not None:
        flip = generator.uniform([]) < 0.5
        image = tf.where(flip, image[:, ::-1], image)
        mask = tf.where(flip, mask[:, ::-1], mask)
    return image, mask
