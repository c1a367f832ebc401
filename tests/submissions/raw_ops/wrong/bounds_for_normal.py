"""The bounds are given to normal numbers.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 filled weight 7 of shape (3, 3, 16, 32)
with numbers from -0.5064 to 0.306 (standard deviation 0.1176), expected uniform ones from −limit to
limit with limit = √(6 / (144 + 288)) = 0.1179 (standard deviation 0.06804). They lie around −limit,
as of normal(shape, -limit, limit), which takes the middle and the spread, not bounds. Write
uniform(shape, -limit, limit).
"""

import numpy as np
import tensorflow as tf


def make_weights(shapes, seed):
    g = tf.random.Generator.from_seed(seed)
    weights = []
    for shape in shapes:
        fan_in = shape[0] * shape[1] * shape[2]
        fan_out = shape[0] * shape[1] * shape[3]
        limit = np.sqrt(6 / (fan_in + fan_out))
        weights.append(tf.Variable(g.normal(shape, -limit, limit)))
    return weights
