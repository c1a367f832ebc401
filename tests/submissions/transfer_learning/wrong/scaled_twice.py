"""convert_image_dtype divides, and so does the next line.

Loses: load_example
Says: load_example(image, mask, size=(16, 24), generator=None) gave an image of float32 from -1 to
-0.9922, expected float32 from -1 to 1. It was scaled twice, so that every picture is nearly
black. Scale it once.
"""

import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.image.convert_image_dtype(image, tf.float32)
    image = tf.image.resize(image, size) / 127.5 - 1
    mask = tf.image.resize(mask, size, method="nearest")
    if generator is not None:
        flip = generator.uniform([]) < 0.5
        image = tf.where(flip, image[:, ::-1], image)
        mask = tf.where(flip, mask[:, ::-1], mask)
    return image, mask
