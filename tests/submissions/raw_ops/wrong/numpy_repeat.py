"""np.repeat: right numbers, and no graph.

Loses: maxpool_up
Says: maxpool_up(inputs) on one 2 × 2 map by hand inside tf.function raised NotImplementedError in
the line `return np.repeat(np.repeat(inputs, 2, axis=1), 2, axis=2)`: NumPy got a tensor of
TensorFlow, expected numbers. Inside tf.data, tf.function and model.fit a tensor holds no numbers
yet: the function is called once, to write down its steps. Use the function of tf that does the
same: tf.reduce_mean for np.mean, tf.where for np.where.
"""

import numpy as np


def maxpool_up(inputs):
    return np.repeat(np.repeat(inputs, 2, axis=1), 2, axis=2)
