"""1 - t without brackets.

Loses: binary_crossentropy
Says: binary_crossentropy(targets, predictions) on a 2 × 2 mask gave -1.275, expected 0.602. 1 − t
has no brackets: the product is computed before the difference. Write (1 - targets) * tf.math.log(1
- p).
"""

import tensorflow as tf


def binary_crossentropy(targets, predictions):
    p = tf.clip_by_value(predictions, 1e-7, 1 - 1e-7)
    prices = targets * tf.math.log(p) + 1 - targets * tf.math.log(1 - p)
    return -tf.reduce_mean(prices)
