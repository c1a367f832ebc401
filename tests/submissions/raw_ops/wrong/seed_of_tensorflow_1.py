"""The seed is set as in TensorFlow 1.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 raised AttributeError in the line
`tf.set_random_seed(seed)`: tf has no set_random_seed, expected a name that it has. What you look
for is called otherwise. Write tf.random.set_seed.
"""

import tensorflow as tf


def make_weights(shapes, seed):
    tf.set_random_seed(seed)
    return [
        tf.Variable(tf.random.uniform(s, -1, 1) * (6 / (s[0] * s[1] * (s[2] + s[3]))) ** 0.5)
        for s in shapes
    ]
