"""The shapes are returned as well.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 gave 2 weights, expected 15, one for each
shape. The list stands in another one. Return the list of variables alone.
"""

import tensorflow as tf


def make_weights(shapes, seed):
    g = tf.random.Generator.from_seed(seed)
    weights = []
    for h, w, i, o in shapes:
        limit = (6 / (h * w * (i + o))) ** 0.5
        weights.append(tf.Variable(g.uniform((h, w, i, o), -limit, limit)))
    return weights, shapes
