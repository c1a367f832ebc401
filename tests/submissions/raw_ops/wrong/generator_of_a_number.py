"""A generator is made of the seed itself.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 raised AttributeError in the line `g =
tf.random.Generator(seed)`: tf.random.Generator got a number, expected the state of a generator.
Write tf.random.Generator.from_seed(seed).
"""

import tensorflow as tf


def make_weights(shapes, seed):
    g = tf.random.Generator(seed)
    weights = []
    for h, w, i, o in shapes:
        limit = (6 / (h * w * (i + o))) ** 0.5
        weights.append(tf.Variable(g.uniform((h, w, i, o), -limit, limit)))
    return weights
