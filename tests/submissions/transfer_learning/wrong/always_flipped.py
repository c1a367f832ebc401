"""Nothing is drawn.

Loses: load_example
Says: load_example(image, mask, size=(24, 32), generator=generator) flipped all of 32 pictures,
expected about half. A number has to be drawn for each, and inside a dataset Python and NumPy run
once, when the function is traced, and decide for ever, as a seed does that is always the same.
Write flip = generator.uniform([]) < 0.5 and image = tf.where(flip, image[:, ::-1], image).
"""

import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(tf.cast(image, tf.float32), size) / 127.5 - 1
    mask = tf.image.resize(mask, size, method="nearest")
    if generator is not None:
        image = image[:, ::-1]
        mask = mask[:, ::-1]
    return image, mask
