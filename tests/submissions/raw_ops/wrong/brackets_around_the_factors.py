"""The brackets around the factors are missing.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 filled weight 7 of shape (3, 3, 16, 32)
with numbers from -16.96 to 16.97 (standard deviation 9.826), expected uniform ones from −limit to
limit with limit = √(6 / (144 + 288)) = 0.1179 (standard deviation 0.06804). 6 was divided by the
height alone, and multiplied by what follows. Put brackets around all that stands below the line: 6
/ (height * width * (n_in + n_out)).
"""

import numpy as np
import tensorflow as tf


def make_weights(shapes, seed):
    g = tf.random.Generator.from_seed(seed)
    weights = []
    for h, w, a, b in shapes:
        limit = np.sqrt(6 / h * w * (a + b))
        weights.append(tf.Variable(g.uniform((h, w, a, b), -limit, limit)))
    return weights
