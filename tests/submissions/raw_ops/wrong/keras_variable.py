"""A variable of Keras, which no tape watches.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 gave keras.Variable as weight 1, expected
a tf.Variable. A GradientTape knows those of TensorFlow alone. Write tf.Variable(values).
"""

import keras
import tensorflow as tf


def make_weights(shapes, seed):
    g = tf.random.Generator.from_seed(seed)
    out = []
    for h, w, i, o in shapes:
        limit = (6 / (h * w * (i + o))) ** 0.5
        out.append(keras.Variable(g.uniform((h, w, i, o), -limit, limit)))
    return out
