"""The kernels come in reverse.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 gave weight 1 the shape (1, 1, 4, 1),
expected (3, 3, 3, 4). Keep the order of shapes.
"""

import tensorflow as tf


def make_weights(shapes, seed):
    generator = tf.random.Generator.from_seed(seed)
    weights = []
    for height, width, n_in, n_out in shapes:
        limit = (6 / (height * width * (n_in + n_out))) ** 0.5
        values = generator.uniform((height, width, n_in, n_out), -limit, limit)
        weights.append(tf.Variable(values))
    return weights[::-1]
