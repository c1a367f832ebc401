"""NumPy mirrors the pictures, which is not possible inside tf.data.

Loses: load_example
Says: load_example(image, mask, size=(24, 32), generator=generator) raised NotImplementedError
inside Dataset.map in the line `image, mask = np.fliplr(image), np.fliplr(mask)`, expected an image
and a mask as when it is called by itself. In there the arguments are placeholders, without values
and with sizes that may be None. Use TensorFlow's operations alone: tf.image.resize, tf.where,
tf.reverse.
"""

import numpy as np
import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(image, size) / 127.5 - 1
    mask = tf.image.resize(mask, size, method="nearest")
    if generator is not None and generator.uniform([]) < 0.5:
        image, mask = np.fliplr(image), np.fliplr(mask)
    return image, mask
