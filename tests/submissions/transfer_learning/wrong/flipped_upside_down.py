"""From top to bottom.

Loses: load_example
Says: load_example(image, mask, size=(24, 32), generator=generator) gave an image that stands upside
down, expected one turned from left to right at most. A first index turns the rows: image[::-1].
Write image[:, ::-1] to turn left and right.
"""

import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(tf.cast(image, tf.float32), size) / 127.5 - 1
    mask = tf.image.resize(mask, size, method="nearest")
    if generator is not None:
        flip = generator.uniform([]) < 0.5
        image = tf.where(flip, image[::-1], image)
        mask = tf.where(flip, mask[::-1], mask)
    return image, mask
