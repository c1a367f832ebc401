"""The shape stands behind the bounds.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 raised InvalidArgumentError in the line
`weights.append(tf.Variable(g.uniform(-limit, limit, (h, w, a, b))))`: uniform got numbers with a
point where the shape belongs, expected whole ones. The shape comes first. Write g.uniform(shape,
minval, maxval).
"""

import numpy as np
import tensorflow as tf


def make_weights(shapes, seed):
    g = tf.random.Generator.from_seed(seed)
    weights = []
    for h, w, a, b in shapes:
        limit = np.sqrt(6 / (h * w * (a + b)))
        weights.append(tf.Variable(g.uniform(-limit, limit, (h, w, a, b))))
    return weights
