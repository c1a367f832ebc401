"""The numbers are drawn as float64.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 gave weight 1 the type float64, expected
float32, as the images have. Draw the numbers as float32.
"""

import tensorflow as tf


def make_weights(shapes, seed):
    generator = tf.random.Generator.from_seed(seed)
    weights = []
    for height, width, n_in, n_out in shapes:
        limit = (6 / (height * width * (n_in + n_out))) ** 0.5
        values = generator.uniform((height, width, n_in, n_out), -limit, limit, tf.float64)
        weights.append(tf.Variable(values))
    return weights
