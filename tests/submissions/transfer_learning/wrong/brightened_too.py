"""More is changed than was asked for.

Loses: load_example
Says: load_example(image, mask, size=(24, 32), generator=generator) gave an image of float32 from
-1.155 to 1.088, expected float32 from -1 to 1. Each picture became brighter or darker, as
tf.image.random_brightness makes it. Only the flip is asked for. Leave the rest out.
"""

import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(tf.cast(image, tf.float32), size) / 127.5 - 1
    mask = tf.image.resize(mask, size, method="nearest")
    if generator is not None:
        flip = generator.uniform([]) < 0.5
        image = tf.where(flip, image[:, ::-1], image)
        mask = tf.where(flip, mask[:, ::-1], mask)
        image = tf.image.random_brightness(image, 0.2)
    return image, mask
