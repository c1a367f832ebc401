"""The fans are the channels alone.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 filled weight 7 of shape (3, 3, 16, 32)
with numbers from -0.3534 to 0.3535 (standard deviation 0.2047), expected uniform ones from −limit
to limit with limit = √(6 / (144 + 288)) = 0.1179 (standard deviation 0.06804). The fans are
channels only. Each channel counts height · width times, since so many numbers of it come in.
"""

import tensorflow as tf


def make_weights(shapes, seed):
    generator = tf.random.Generator.from_seed(seed)
    weights = []
    for shape in shapes:
        height, width, n_in, n_out = shape
        limit = (6 / (n_in + n_out)) ** 0.5
        weights.append(tf.Variable(generator.uniform(shape, -limit, limit)))
    return weights
