"""1 is taken away from classes that begin at 0 already.

Loses: load_example
Says: load_example(image, mask, size=(16, 24), generator=None) gave a mask with the value 255,
expected the classes 0, 1 and 2 alone. 1 was taken away from classes that begin at 0 already, and
in uint8 the number before 0 is 255. Leave the mask's values as they are.
"""

import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(tf.cast(image, tf.float32), size) / 127.5 - 1
    mask = tf.image.resize(mask, size, method="nearest") - 1
    if generator is not None:
        flip = generator.uniform([]) < 0.5
        image = tf.where(flip, image[:, ::-1], image)
        mask = tf.where(flip, mask[:, ::-1], mask)
    return image, mask
