"""numpy() where a tensor has no numbers yet.

Loses: load_example
Says: load_example(image, mask, size=(24, 32), generator=generator) raised AttributeError inside
Dataset.map in the line `flip = (generator.uniform([]) < 0.5).numpy()`, expected an image and a
mask as when it is called by itself. In there the arguments are placeholders, without values and
with sizes that may be None. Use TensorFlow's operations alone: tf.image.resize, tf.where,
tf.reverse.
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
