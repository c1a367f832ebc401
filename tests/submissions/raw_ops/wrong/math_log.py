"""The logarithm of single numbers.

Loses: binary_crossentropy
Says: binary_crossentropy(targets, predictions) on a 2 × 2 mask raised TypeError in the line
`targets * math.log(predictions) + (1 - targets) * math.log(1 - predictions)`: a whole tensor stands
where Python wants a single number, which math takes alone. Write tf.math.log.
"""

import math

import tensorflow as tf


def binary_crossentropy(targets, predictions):
    return -tf.reduce_mean(
        targets * math.log(predictions) + (1 - targets) * math.log(1 - predictions)
    )
