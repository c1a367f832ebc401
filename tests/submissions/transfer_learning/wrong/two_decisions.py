"""Image and mask each have a chance of their own.

Loses: load_example
Says: load_example(image, mask, size=(24, 32), generator=generator) gave 20 of 32 pictures a mask
that is turned the other way, expected none. Image and mask each had a chance of their own. Draw
one number and let it decide for both.
"""

import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(tf.cast(image, tf.float32), size) / 127.5 - 1
    mask = tf.image.resize(mask, size, method="nearest")
    if generator is not None:
        flip = generator.uniform([]) < 0.5
        image = tf.where(flip, image[:, ::-1], image)
        mask = tf.where(generator.uniform([]) < 0.5, mask[:, ::-1], mask)
    return image, mask
