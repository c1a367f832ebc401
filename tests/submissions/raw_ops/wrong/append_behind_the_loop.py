"""append stands behind the loop.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 gave 1 weight, expected 15, one for each
shape. It is the last one: append stands behind the loop. Move it into the loop.
"""

import tensorflow as tf


def make_weights(shapes, seed):
    g = tf.random.Generator.from_seed(seed)
    weights = []
    for h, w, i, o in shapes:
        limit = (6 / (h * w * (i + o))) ** 0.5
        v = tf.Variable(g.uniform((h, w, i, o), -limit, limit))
    weights.append(v)
    return weights
