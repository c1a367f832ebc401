"""fan_out is computed as fan_in is.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 filled weight 7 of shape (3, 3, 16, 32)
with numbers from -0.1443 to 0.1443 (standard deviation 0.08357), expected uniform ones from −limit
to limit with limit = √(6 / (144 + 288)) = 0.1179 (standard deviation 0.06804). That bound is √(3 /
fan_in): LeCun's, or fan_in stands for fan_out too. The sum is 144 + 288 here. Use limit = √(6 /
(fan_in + fan_out)).
"""

import numpy as np
import tensorflow as tf


def make_weights(shapes, seed):
    g = tf.random.Generator.from_seed(seed)
    weights = []
    for shape in shapes:
        fan_in = shape[0] * shape[1] * shape[2]
        fan_out = shape[0] * shape[1] * shape[2]
        limit = np.sqrt(6 / (fan_in + fan_out))
        weights.append(tf.Variable(g.uniform(shape, -limit, limit)))
    return weights
