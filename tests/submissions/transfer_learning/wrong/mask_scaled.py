"""The mask goes through the image's scaling.

Loses: load_example
Says: load_example(image, mask, size=(16, 24), generator=None) gave a mask with values from 0 to
0.007843, expected the classes 0, 1 and 2. It was scaled like an image, and classes are names.
Leave the mask's values as they are.
"""

import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(tf.cast(image, tf.float32), size) / 127.5 - 1
    mask = tf.image.resize(mask, size, method="nearest") / 255
    if generator is not None:
        flip = generator.uniform([]) < 0.5
        image = tf.where(flip, image[:, ::-1], image)
        mask = tf.where(flip, mask[:, ::-1], mask)
    return image, mask
