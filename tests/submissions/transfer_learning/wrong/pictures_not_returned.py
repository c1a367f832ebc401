"""The last line has image and mask and no return.

Loses: load_example
Says: load_example(image, mask, size=(16, 24), generator=None) gave None, expected two tensors. Its
last line, `image, mask`, has no return in front. Write return image, mask.
"""

import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(tf.cast(image, tf.float32), size) / 127.5 - 1
    mask = tf.image.resize(mask, size, method="nearest")
    image, mask
