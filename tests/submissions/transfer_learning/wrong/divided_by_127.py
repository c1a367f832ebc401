"""127 is not half of 255.

Loses: load_example
Says: load_example(image, mask, size=(16, 24), generator=None) gave an image of float32 from -1 to
1.008, expected float32 from -1 to 1. It was divided by 127; half of the highest value, 255, is
127.5. Write tf.cast(image, tf.float32) / 127.5 - 1.
"""

import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(image, size)
    image = tf.cast(image, tf.float32) / 127 - 1
    mask = tf.image.resize(mask, size, method="nearest")
    if generator is not None:
        flip = generator.uniform([]) < 0.5
        image = tf.where(flip, image[:, ::-1], image)
        mask = tf.where(flip, mask[:, ::-1], mask)
    return image, mask
