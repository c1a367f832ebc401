"""The seed is never used.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 gave other numbers when it was called
again with the same seed, expected the same ones. Draw from a generator made of the seed:
tf.random.Generator.from_seed(seed).
"""

import tensorflow as tf


def make_weights(shapes, seed):
    weights = []
    for shape in shapes:
        height, width, n_in, n_out = shape
        limit = (6 / (height * width * (n_in + n_out))) ** 0.5
        weights.append(tf.Variable(tf.random.uniform(shape, -limit, limit)))
    return weights
