"""Always seed 1.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 gave the same numbers with another
seed, expected other ones. Make the generator of seed, not of a number of its own.
"""

import tensorflow as tf


def make_weights(shapes, seed):
    generator = tf.random.Generator.from_seed(1)
    weights = []
    for shape in shapes:
        height, width, n_in, n_out = shape
        limit = (6 / (height * width * (n_in + n_out))) ** 0.5
        weights.append(tf.Variable(generator.uniform(shape, -limit, limit)))
    return weights
