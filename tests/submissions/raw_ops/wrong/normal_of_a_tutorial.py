"""Normal numbers of spread 0.02.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 filled weight 7 of shape (3, 3, 16, 32)
with numbers from -0.06594 to 0.07193 (standard deviation 0.01996), expected uniform ones from
−limit to limit with limit = √(6 / (144 + 288)) = 0.1179 (standard deviation 0.06804). These are
normal numbers of spread 0.02. Draw uniform numbers. Use limit = √(6 / (fan_in + fan_out)).
"""

import tensorflow as tf


def make_weights(shapes, seed):
    g = tf.random.Generator.from_seed(seed)
    return [tf.Variable(g.normal(s, 0.0, 0.02)) for s in shapes]
