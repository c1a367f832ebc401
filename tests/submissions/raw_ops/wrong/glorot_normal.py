"""Glorot's normal distribution.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 filled weight 7 of shape (3, 3, 16, 32)
with numbers from -0.2243 to 0.2447 (standard deviation 0.0679), expected uniform ones from −limit
to limit with limit = √(6 / (144 + 288)) = 0.1179 (standard deviation 0.06804). Glorot's normal
distribution has this spread. Draw uniform numbers.
"""

import tensorflow as tf


def make_weights(shapes, seed):
    generator = tf.random.Generator.from_seed(seed)
    weights = []
    for shape in shapes:
        height, width, n_in, n_out = shape
        spread = (2 / (height * width * (n_in + n_out))) ** 0.5
        weights.append(tf.Variable(generator.normal(shape, 0.0, spread)))
    return weights
