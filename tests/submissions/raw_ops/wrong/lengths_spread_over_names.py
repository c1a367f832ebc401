"""Python spreads a tensor over names.

Loses: conv2d_up
Says: conv2d_up(inputs, kernel, strides=2) on one 2 × 2 map by hand inside tf.function raised
OperatorNotAllowedInGraphError in the line `n, h, w, c = tf.shape(inputs)`: the lengths were to be
spread over names, which Python cannot do with a tensor whose numbers come later. Write
tf.unstack(…) around tf.shape(…), or take one after the other: tf.shape(x)[0].
"""

import tensorflow as tf


def conv2d_up(inputs, kernel, strides=1):
    n, h, w, c = tf.shape(inputs)
    return tf.nn.leaky_relu(
        tf.nn.conv2d_transpose(
            inputs, kernel, [n, h * strides, w * strides, kernel.shape[2]], strides, "SAME"
        ),
        0.2,
    )
