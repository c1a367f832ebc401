"""Normal numbers with the bound as their spread.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 filled weight 7 of shape (3, 3, 16, 32)
with numbers from -0.3886 to 0.4239 (standard deviation 0.1176), expected uniform ones from −limit
to limit with limit = √(6 / (144 + 288)) = 0.1179 (standard deviation 0.06804). These are normal
numbers. Draw uniform numbers. Use limit = √(6 / (fan_in + fan_out)).
"""

import tensorflow as tf


def make_weights(shapes, seed):
    generator = tf.random.Generator.from_seed(seed)
    weights = []
    for height, width, n_in, n_out in shapes:
        limit = (6 / (height * width * (n_in + n_out))) ** 0.5
        values = generator.normal((height, width, n_in, n_out), 0.0, limit)
        weights.append(tf.Variable(values))
    return weights
