"""The mask is scaled as the image is.

Loses: load_example
Says: load_example(image, mask, size=(16, 24), generator=None) raised TypeError in the line `mask =
mask / 127.5 - 1`: mask holds class ids in whole numbers and is divided like an image; expected the
ids as they are, which are names. Leave that line out, and scale the image alone.
"""

import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(tf.cast(image, tf.float32), size)
    image = image / 127.5 - 1
    mask = mask / 127.5 - 1
    mask = tf.image.resize(mask, size, method="nearest")
    if generator is not None:
        flip = generator.uniform([]) < 0.5
        image = tf.where(flip, image[:, ::-1], image)
        mask = tf.where(flip, mask[:, ::-1], mask)
    return image, mask
