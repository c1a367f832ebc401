"""The kernel goes to a layer of Keras, as its number of filters.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand raised ValueError in the line `sums =
keras.layers.Conv2D(kernel, 3, padding="same")(inputs)`: Conv2D got a tensor for one of its
settings, expected numbers: a layer makes its own kernel. With a kernel that is given write
tf.nn.conv2d(x, kernel, strides, padding).
"""

import keras
import tensorflow as tf


def conv2d_down(inputs, kernel):
    sums = keras.layers.Conv2D(kernel, 3, padding="same")(inputs)
    return tf.nn.leaky_relu(sums, alpha=0.2)
