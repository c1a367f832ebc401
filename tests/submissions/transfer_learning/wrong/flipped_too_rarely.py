"""A chance of one in twenty.

Loses: load_example
Says: load_example(image, mask, size=(24, 32), generator=generator) flipped 1 of 32 pictures,
expected about half. Compare a number between 0 and 1 with 0.5.
"""

import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(tf.cast(image, tf.float32), size) / 127.5 - 1
    mask = tf.image.resize(mask, size, method="nearest")
    if generator is not None:
        flip = generator.uniform([]) < 0.05
        image = tf.where(flip, image[:, ::-1], image)
        mask = tf.where(flip, mask[:, ::-1], mask)
    return image, mask
