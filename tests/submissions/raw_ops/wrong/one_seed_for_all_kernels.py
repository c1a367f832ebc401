"""An initialiser with a seed draws the same numbers each time.

Loses: make_weights
Says: make_weights(shapes, seed=1) for widths 4, 8, 16, 32 drew weight 1 and weight 2 with the same
random numbers, expected independent ones. For each kernel the seed begins anew. Make one generator
before the loop, tf.random.Generator.from_seed(seed), and draw all kernels from it.
"""

import keras
import tensorflow as tf


def make_weights(shapes, seed):
    init = keras.initializers.GlorotUniform(seed=seed)
    return [tf.Variable(init(shape)) for shape in shapes]
