"""Pooling in NumPy: right numbers, and no graph.

Loses: maxpool_down
Says: maxpool_down(inputs) on one 5 × 5 map by hand inside tf.function raised NotImplementedError in
the line `x = np.array(inputs)`: NumPy got a tensor of TensorFlow, expected numbers. Inside tf.data,
tf.function and model.fit a tensor holds no numbers yet: the function is called once, to write down
its steps. Use the function of tf that does the same: tf.reduce_mean for np.mean, tf.where for
np.where.
"""

import numpy as np


def maxpool_down(inputs):
    x = np.array(inputs)
    n, h, w, c = x.shape
    x = x[:, : h // 2 * 2, : w // 2 * 2].reshape(n, h // 2, 2, w // 2, 2, c)
    return x.max(axis=(2, 4))
