"""NumPy's logarithm, which tf.function cannot trace.

Loses: binary_crossentropy
Says: binary_crossentropy(targets, predictions) on a 2 × 2 mask inside tf.function raised
NotImplementedError in the line `prices = targets * np.log(p) + (1 - targets) * np.log(1 - p)`:
NumPy got a tensor of TensorFlow, expected numbers. Inside tf.data, tf.function and model.fit a
tensor holds no numbers yet: the function is called once, to write down its steps. Write tf.math.log
in place of np.log.
"""

import numpy as np
import tensorflow as tf


def binary_crossentropy(targets, predictions):
    p = tf.clip_by_value(predictions, 1e-7, 1 - 1e-7)
    prices = targets * np.log(p) + (1 - targets) * np.log(1 - p)
    return -tf.reduce_mean(prices)
