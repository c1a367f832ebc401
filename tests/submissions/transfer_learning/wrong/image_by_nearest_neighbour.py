"""The image is resized like its mask.

Loses: load_example
Says: load_example(image, mask, size=(24, 32), generator=generator) gave an enlarged image whose
red at (8, 8) is -0.7725, expected 0.1525. Each pixel became a square, as method='nearest' and
'area' make it. Resize the image bilinearly, tf.image.resize(image, size), and the mask alone with
method='nearest'.
"""

import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(tf.cast(image, tf.float32), size, "nearest") / 127.5 - 1
    mask = tf.image.resize(mask, size, method="nearest")
    if generator is not None:
        flip = generator.uniform([]) < 0.5
        image = tf.where(flip, image[:, ::-1], image)
        mask = tf.where(flip, mask[:, ::-1], mask)
    return image, mask
