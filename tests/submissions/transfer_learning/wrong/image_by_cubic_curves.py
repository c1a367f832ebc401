"""The image is resized with method="bicubic".

Loses: load_example
Says: load_example(image, mask, size=(16, 24), generator=None) gave an image of float32 from -1.224
to 1.223, expected float32 from -1 to 1. Away from edges the values are right; at edges they
overshoot, as method='bicubic' makes them. Resize bilinearly: tf.image.resize(image, size).
"""

import tensorflow as tf


def load_example(image, mask, size, generator=None):
    image = tf.image.resize(tf.cast(image, tf.float32), size, "bicubic") / 127.5 - 1
    mask = tf.image.resize(mask, size, method="nearest")
    if generator is not None:
        flip = generator.uniform([]) < 0.5
        image = tf.where(flip, image[:, ::-1], image)
        mask = tf.where(flip, mask[:, ::-1], mask)
    return image, mask
