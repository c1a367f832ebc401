"""A loss of segmentation.

Loses: binary_crossentropy
Says: binary_crossentropy(targets, predictions) on a 2 × 2 mask gave 0.3196, expected 0.602. That is
the Dice loss. Use the logarithm of the probability.
"""

import tensorflow as tf


def binary_crossentropy(targets, predictions):
    return 1 - 2 * tf.reduce_sum(targets * predictions) / (
        tf.reduce_sum(targets) + tf.reduce_sum(predictions)
    )
