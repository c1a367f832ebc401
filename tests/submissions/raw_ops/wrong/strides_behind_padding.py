"""The arguments in another order.

Loses: maxpool_down
Says: maxpool_down(inputs) on one 5 × 5 map by hand raised ValueError in the line `return
tf.nn.max_pool2d(inputs, 2, "VALID", 2)`: strides got a text, expected a number: the arguments stand
in another order. Write their names: ksize=2, strides=2, padding="VALID".
"""

import tensorflow as tf


def maxpool_down(inputs):
    return tf.nn.max_pool2d(inputs, 2, "VALID", 2)
