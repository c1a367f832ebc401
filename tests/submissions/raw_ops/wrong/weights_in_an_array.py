"""One variable for all shapes.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 gave ResourceVariable, expected a list
with one tf.Variable for each shape. Collect the variables in a list and return it.
"""

import tensorflow as tf


def make_weights(shapes, seed):
    generator = tf.random.Generator.from_seed(seed)
    return tf.Variable(generator.uniform((len(shapes), 10), -0.1, 0.1))
