"""From -0.5 to 0.5.

Loses: load_example
Says: load_example(image, mask, size=(16, 24), generator=None) gave an image of float32 from -0.5
to 0.5, expected float32 from -1 to 1. Divide by 127.5 and subtract 1, in this order and once.
"""

import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(tf.cast(image, tf.float32), size) / 255 - 0.5
    mask = tf.image.resize(mask, size, method="nearest")
    if generator is not None:
        flip = generator.uniform([]) < 0.5
        image = tf.where(flip, image[:, ::-1], image)
        mask = tf.where(flip, mask[:, ::-1], mask)
    return image, mask
