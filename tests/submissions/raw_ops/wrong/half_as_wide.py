"""Numbers from 0 to 1, moved by a half and not doubled.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 filled weight 7 of shape (3, 3, 16, 32)
with numbers from -0.0589 to 0.05892 (standard deviation 0.03412), expected uniform ones from −limit
to limit with limit = √(6 / (144 + 288)) = 0.1179 (standard deviation 0.06804). These reach half as
far as they should. Where numbers from 0 to 1 are moved by 0.5, they must be doubled: (2 * u − 1) *
limit.
"""

import tensorflow as tf


def make_weights(shapes, seed):
    g = tf.random.Generator.from_seed(seed)
    weights = []
    for h, w, i, o in shapes:
        limit = (6 / (h * w * (i + o))) ** 0.5
        weights.append(tf.Variable((g.uniform((h, w, i, o)) - 0.5) * limit))
    return weights
