"""Numbers of 64 bits.

Loses: load_example
Says: load_example(image, mask, size=(16, 24), generator=None) gave an image of float64, expected
float32. Its values are right, the type is another. Write tf.cast(image, tf.float32).
"""

import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.cast(tf.image.resize(image, size), tf.float64) / 127.5 - 1
    mask = tf.image.resize(mask, size, method="nearest")
    if generator is not None:
        flip = generator.uniform([]) < 0.5
        image = tf.where(flip, image[:, ::-1], image)
        mask = tf.where(flip, mask[:, ::-1], mask)
    return image, mask
