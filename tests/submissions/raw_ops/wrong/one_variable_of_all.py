"""All kernels in one variable.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 raised InvalidArgumentError in the line
`return tf.Variable([g.uniform(s, -0.1, 0.1) for s in shapes])`: tensors of different shapes were to
make one, expected equal shapes. Keep them in a list, each on its own: [tf.Variable(x) for x in …].
"""

import tensorflow as tf


def make_weights(shapes, seed):
    g = tf.random.Generator.from_seed(seed)
    return tf.Variable([g.uniform(s, -0.1, 0.1) for s in shapes])
