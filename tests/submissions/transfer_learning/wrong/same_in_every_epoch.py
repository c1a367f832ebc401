"""tf.random under a global seed starts again with each epoch.

Loses: load_example
Says: load_example(image, mask, size=(24, 32), generator=generator) flipped the same 8 of 16
pictures in 2 epochs, expected a new draw in each. tf.random starts from the global seed again
whenever the dataset is read anew. Draw from the generator, which goes on.
"""

import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(tf.cast(image, tf.float32), size) / 127.5 - 1
    mask = tf.image.resize(mask, size, method="nearest")
    if generator is not None:
        flip = tf.random.uniform([]) < 0.5
        image = tf.where(flip, image[:, ::-1], image)
        mask = tf.where(flip, mask[:, ::-1], mask)
    return image, mask
