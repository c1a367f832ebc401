"""A size times 2.0.

Loses: maxpool_up
Says: maxpool_up(inputs) on one 2 × 2 map by hand raised TypeError in the line `return
tf.image.resize(inputs, 2.0 * tf.shape(inputs)[1:3], method="nearest")`: the number 2.0 met a tensor
of type int32, expected one type: a tensor of whole numbers takes no number with a point. Sizes are
whole. Write 2.
"""

import tensorflow as tf


def maxpool_up(inputs):
    return tf.image.resize(inputs, 2.0 * tf.shape(inputs)[1:3], method="nearest")
