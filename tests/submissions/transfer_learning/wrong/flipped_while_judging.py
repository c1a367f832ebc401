"""Pictures are flipped without a generator too.

Loses: load_example
Says: load_example(image, mask, size=(16, 24), generator=None) flipped 14 of 32 pictures, expected
none. Pictures that are only looked at stay as they are. Flip only when there is a generator.
"""

import tensorflow as tf

spare = tf.random.Generator.from_seed(2)


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(tf.cast(image, tf.float32), size) / 127.5 - 1
    mask = tf.image.resize(mask, size, method="nearest")
    if generator is None:
        generator = spare
    flip = generator.uniform([]) < 0.5
    image = tf.where(flip, image[:, ::-1], image)
    mask = tf.where(flip, mask[:, ::-1], mask)
    return image, mask
