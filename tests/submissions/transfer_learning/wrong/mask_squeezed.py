"""The channel of the mask is taken away.

Loses: load_example
Says: load_example(image, mask, size=(16, 24), generator=None) gave a mask of shape (16, 24),
expected (16, 24, 1). The channel axis is gone. Leave out what takes it away, tf.squeeze or an
index such as [..., 0].
"""

import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(image, size)
    image = tf.cast(image, tf.float32) / 127.5 - 1
    mask = tf.image.resize(mask, size, method="nearest")
    if generator is not None:
        flip = generator.uniform([]) < 0.5
        image = tf.where(flip, image[:, ::-1], image)
        mask = tf.where(flip, mask[:, ::-1], mask)
    return image, tf.squeeze(mask, -1)
