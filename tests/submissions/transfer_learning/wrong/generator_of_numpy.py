"""NumPy's generators have random, TensorFlow's have not.

Loses: load_example
Says: load_example(image, mask, size=(24, 32), generator=generator) raised AttributeError in the
line `flip = generator.random() < 0.5`: a tf.random.Generator draws by its own methods, expected
one of them. Write generator.uniform([]) for a number between 0 and 1.
"""

import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(tf.cast(image, tf.float32), size) / 127.5 - 1
    mask = tf.image.resize(mask, size, method="nearest")
    if generator is not None:
        flip = generator.random() < 0.5
        image = tf.where(flip, image[:, ::-1], image)
        mask = tf.where(flip, mask[:, ::-1], mask)
    return image, mask
