"""Nobody asks whether there is one.

Loses: load_example
Says: load_example(image, mask, size=(16, 24), generator=None) raised AttributeError in the line
`flip = generator.uniform([]) < 0.5`: generator is None, as it is for pictures that are only
looked at, expected a question before it is used. Write if generator is not None: and draw below
that.
"""

import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(tf.cast(image, tf.float32), size) / 127.5 - 1
    mask = tf.image.resize(mask, size, method="nearest")
    flip = generator.uniform([]) < 0.5
    image = tf.where(flip, image[:, ::-1], image)
    mask = tf.where(flip, mask[:, ::-1], mask)
    return image, mask
