"""Uniform from 0 to the limit.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 filled weight 7 of shape (3, 3, 16, 32)
with numbers from 2.546e-05 to 0.1178 (standard deviation 0.03412), expected uniform ones from
−limit to limit with limit = √(6 / (144 + 288)) = 0.1179 (standard deviation 0.06804). None is
negative. Draw from −limit to limit: minval=-limit, maxval=limit.
"""

import tensorflow as tf


def make_weights(shapes, seed):
    generator = tf.random.Generator.from_seed(seed)
    weights = []
    for shape in shapes:
        height, width, n_in, n_out = shape
        limit = (6 / (height * width * (n_in + n_out))) ** 0.5
        weights.append(tf.Variable(generator.uniform(shape, 0.0, limit)))
    return weights
