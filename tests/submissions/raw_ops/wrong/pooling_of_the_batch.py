"""Four numbers for the window, in another order.

Loses: maxpool_down
Says: maxpool_down(inputs) on one 5 × 5 map by hand raised UnimplementedError in the line `return
tf.nn.max_pool2d(inputs, [2, 2, 1, 1], [2, 2, 1, 1], "VALID")`: the window of the pooling goes over
several pictures, expected one. Of four numbers the first is for the batch: (1, 2, 2, 1). Write
ksize=2, strides=2.
"""

import tensorflow as tf


def maxpool_down(inputs):
    return tf.nn.max_pool2d(inputs, [2, 2, 1, 1], [2, 2, 1, 1], "VALID")
