"""numpy() where a tensor has no numbers yet.

Loses: load_example
Says: load_example(image, mask, size=(24, 32), generator=generator) raised AttributeError in the
line `flip = (generator.uniform([]) < 0.5).numpy()`: .numpy() was called on a tensor that has
none. Inside tf.data, tf.function and model.fit a tensor holds no numbers yet: the function is
called once, to write down its steps. Leave it out.
"""

import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(tf.cast(image, tf.float32), size) / 127.5 - 1
    mask = tf.image.resize(mask, size, method="nearest")
    if generator is not None:
        flip = (generator.uniform([]) < 0.5).numpy()
        image = tf.where(flip, image[:, ::-1], image)
        mask = tf.where(flip, mask[:, ::-1], mask)
    return image, mask
