"""One bound for all kernels.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 filled weight 7 of shape (3, 3, 16, 32)
with numbers from -0.3085 to 0.3086 (standard deviation 0.1787), expected uniform ones from −limit
to limit with limit = √(6 / (144 + 288)) = 0.1179 (standard deviation 0.06804). That is the bound of
the first kernel. Compute limit inside the loop, for each shape anew.
"""

import tensorflow as tf


def make_weights(shapes, seed):
    g = tf.random.Generator.from_seed(seed)
    h, w, i, o = shapes[0]
    limit = (6 / (h * w * (i + o))) ** 0.5
    return [tf.Variable(g.uniform(s, -limit, limit)) for s in shapes]
