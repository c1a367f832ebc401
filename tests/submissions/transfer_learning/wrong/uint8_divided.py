"""The picture is divided as uint8.

Loses: load_example
Says: load_example(image, mask, size=(16, 24), generator=None) raised TypeError in the line `image
= tf.image.resize(image / 127.5 - 1, size)`: tensors of types uint8 and float32 met, expected one
type: TensorFlow does not convert by itself. Write tf.cast(x, tf.float32) around the one of type
uint8.
"""

import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(image / 127.5 - 1, size)
    mask = tf.image.resize(mask, size, method="nearest")
    if generator is not None:
        flip = generator.uniform([]) < 0.5
        image = tf.where(flip, image[:, ::-1], image)
        mask = tf.where(flip, mask[:, ::-1], mask)
    return image, mask
