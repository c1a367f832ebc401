"""He's bound, with fan_in alone.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 filled weight 7 of shape (3, 3, 16, 32)
with numbers from -0.204 to 0.2041 (standard deviation 0.1182), expected uniform ones from −limit
to limit with limit = √(6 / (144 + 288)) = 0.1179 (standard deviation 0.06804). That bound is
He's, √(6 / fan_in). Use limit = √(6 / (fan_in + fan_out)).
"""

import tensorflow as tf


def make_weights(shapes, seed):
    generator = tf.random.Generator.from_seed(seed)
    weights = []
    for shape in shapes:
        height, width, n_in, n_out = shape
        limit = (6 / (height * width * n_in)) ** 0.5
        weights.append(tf.Variable(generator.uniform(shape, -limit, limit)))
    return weights
