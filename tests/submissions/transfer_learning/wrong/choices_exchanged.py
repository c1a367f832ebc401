"""The choices of the image's tf.where are exchanged.

Loses: load_example
Says: load_example(image, mask, size=(24, 32), generator=generator) gave 32 of 32 pictures a mask
that is turned the other way, expected none. Where one is flipped the other is not: the question is
asked the other way round, or the choices of one tf.where are exchanged. Write tf.where(flip,
image[:, ::-1], image) and tf.where(flip, mask[:, ::-1], mask).
"""

import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(image, size)
    image = tf.cast(image, tf.float32) / 127.5 - 1
    mask = tf.image.resize(mask, size, method="nearest")
    if generator is not None:
        flip = generator.uniform([]) < 0.5
        image = tf.where(flip, image, image[:, ::-1])
        mask = tf.where(flip, mask[:, ::-1], mask)
    return image, mask
