"""fan_out is the number of channels alone.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 filled weight 7 of shape (3, 3, 16, 32)
with numbers from -0.1846 to 0.1846 (standard deviation 0.1069), expected uniform ones from −limit
to limit with limit = √(6 / (144 + 288)) = 0.1179 (standard deviation 0.06804). fan_out has no
height · width here. It is 9 · 32, fan_in 9 · 16.
"""

import tensorflow as tf


def make_weights(shapes, seed):
    g = tf.random.Generator.from_seed(seed)
    weights = []
    for h, w, i, o in shapes:
        limit = (6 / (h * w * i + o)) ** 0.5
        weights.append(tf.Variable(g.uniform((h, w, i, o), -limit, limit)))
    return weights
