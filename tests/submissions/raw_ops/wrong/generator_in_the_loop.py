"""A new generator of the same seed for each kernel.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 drew weight 1 and weight 2 with the same
random numbers, expected independent ones. For each kernel the seed begins anew. Make one generator
before the loop, tf.random.Generator.from_seed(seed), and draw all kernels from it.
"""

import tensorflow as tf


def make_weights(shapes, seed):
    weights = []
    for shape in shapes:
        height, width, n_in, n_out = shape
        limit = (6 / (height * width * (n_in + n_out))) ** 0.5
        generator = tf.random.Generator.from_seed(seed)
        weights.append(tf.Variable(generator.uniform(shape, -limit, limit)))
    return weights
