"""1 is taken from each id.

Loses: preprocess
Says: preprocess on a frame of 2 × 2 pixels gave a mask with the ids 0, 6, 12, 21, expected 1, 7,
13, 22. 1 was taken away from each id, as for masks that count from 1. Ours count from 0: leave -
1 out.
"""

import tensorflow as tf


def preprocess(image, mask):
    image = tf.image.resize(image, (96, 128), method="nearest")
    mask = tf.image.resize(mask, (96, 128), method="nearest") - 1
    return image, mask
