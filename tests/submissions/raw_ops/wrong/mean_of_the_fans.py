"""Half the sum of the fans.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 filled weight 7 of shape (3, 3, 16, 32)
with numbers from -0.1666 to 0.1666 (standard deviation 0.0965), expected uniform ones from −limit
to limit with limit = √(6 / (144 + 288)) = 0.1179 (standard deviation 0.06804). The mean of the fans
stands below the line. Their sum belongs there: 6 / (fan_in + fan_out).
"""

import numpy as np
import tensorflow as tf


def make_weights(shapes, seed):
    g = tf.random.Generator.from_seed(seed)
    out = []
    for h, w, i, o in shapes:
        limit = np.sqrt(6 / ((h * w * i + h * w * o) / 2))
        out.append(tf.Variable(g.uniform((h, w, i, o), -limit, limit)))
    return out
