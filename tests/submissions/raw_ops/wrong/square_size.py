"""Height is taken for both sides.

Loses: maxpool_up
Says: maxpool_up(inputs) with inputs of shape (2, 3, 5, 3) gave the shape (2, 6, 6, 3), expected
(2, 6, 10, 3). The map was made square. Take height and width each from its own axis.
"""

import tensorflow as tf


def maxpool_up(inputs):
    side = 2 * tf.shape(inputs)[1]
    return tf.image.resize(inputs, (side, side), method="nearest")
