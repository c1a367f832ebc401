"""Only the mask is flipped.

Loses: load_example
Says: load_example(image, mask, size=(24, 32), generator=generator) gave 16 of 32 pictures a mask
that is turned the other way, expected none. The images are never flipped. Draw one number and let
it decide for both.
"""

import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(tf.cast(image, tf.float32), size) / 127.5 - 1
    mask = tf.image.resize(mask, size, method="nearest")
    if generator is not None:
        flip = generator.uniform([]) < 0.5
        mask = tf.where(flip, mask[:, ::-1], mask)
    return image, mask
