"""The variables are not trainable.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 made weight 1 not trainable, expected a
trainable one: a GradientTape does not watch it. Leave trainable at its default.
"""

import tensorflow as tf


def make_weights(shapes, seed):
    generator = tf.random.Generator.from_seed(seed)
    weights = []
    for shape in shapes:
        height, width, n_in, n_out = shape
        limit = (6 / (height * width * (n_in + n_out))) ** 0.5
        weights.append(tf.Variable(generator.uniform(shape, -limit, limit), trainable=False))
    return weights
