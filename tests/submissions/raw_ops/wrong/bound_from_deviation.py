"""The standard deviation taken for the bound.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 filled weight 7 of shape (3, 3, 16, 32)
with numbers from -0.06801 to 0.06803 (standard deviation 0.0394), expected uniform ones from
−limit to limit with limit = √(6 / (144 + 288)) = 0.1179 (standard deviation 0.06804). That is the
standard deviation taken for the bound. A uniform distribution reaches √3 times as far: 6 in place
of 2.
"""

import tensorflow as tf


def make_weights(shapes, seed):
    generator = tf.random.Generator.from_seed(seed)
    weights = []
    for shape in shapes:
        height, width, n_in, n_out = shape
        limit = (2 / (height * width * (n_in + n_out))) ** 0.5
        weights.append(tf.Variable(generator.uniform(shape, -limit, limit)))
    return weights
