"""A Keras layer with weights of its own; the kernel is not used.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand gave other numbers when it was called
again with the same arguments, expected the same ones. A Keras layer makes weights of its own, and
dropout draws at random. Use tf.nn's operations with the weights that are given, and no dropout.
"""

import keras
import tensorflow as tf


def conv2d_down(inputs, kernel):
    x = keras.layers.Conv2D(kernel.shape[-1], 3, padding="same", use_bias=False)(inputs)
    return tf.nn.leaky_relu(x, 0.2)
