"""The activation in NumPy: right numbers, and no graph.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand inside tf.function raised AttributeError
in the line `x = tf.nn.conv2d(inputs, kernel, 1, "SAME").numpy()`: .numpy() was called on a tensor
that has none. Inside tf.data, tf.function and model.fit a tensor holds no numbers yet: the function
is called once, to write down its steps. Leave it out.
"""

import numpy as np
import tensorflow as tf


def conv2d_down(inputs, kernel):
    x = tf.nn.conv2d(inputs, kernel, 1, "SAME").numpy()
    return np.where(x > 0, x, 0.2 * x)
