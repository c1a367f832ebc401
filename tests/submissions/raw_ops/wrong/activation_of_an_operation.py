"""An operation is given a layer's argument.

Loses: conv2d_down
Says: conv2d_down(inputs, kernel) on one 3 × 3 map by hand raised TypeError in the line `return
tf.nn.conv2d(inputs, kernel, strides=1, padding="SAME", activation="leaky_relu")`: conv2d got the
argument 'activation', expected one that it knows. It has no activation. Take activation= out, and
call tf.nn.relu or tf.nn.leaky_relu on what it gives.
"""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    return tf.nn.conv2d(inputs, kernel, strides=1, padding="SAME", activation="leaky_relu")
