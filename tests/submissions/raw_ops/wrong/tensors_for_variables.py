"""The numbers are not put into variables.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 gave EagerTensor as weight 1, expected
a tf.Variable. A tensor cannot be changed, so nothing could be learned. Wrap it:
tf.Variable(values).
"""

import tensorflow as tf


def make_weights(shapes, seed):
    generator = tf.random.Generator.from_seed(seed)
    weights = []
    for shape in shapes:
        height, width, n_in, n_out = shape
        limit = (6 / (height * width * (n_in + n_out))) ** 0.5
        weights.append(generator.uniform(shape, -limit, limit))
    return weights
