"""The arguments of another function.

Loses: conv2d_up
Says: conv2d_up(inputs, kernel, strides=2) on one 2 × 2 map by hand raised TypeError in the line
`return tf.nn.leaky_relu(tf.nn.conv2d_transpose(inputs, kernel, "SAME", strides), 0.2)`: the text
'SAME' stands where whole numbers are expected: an argument is missing, or they stand in another
order. Write their names in the call, such as padding=.
"""

import tensorflow as tf


def conv2d_up(inputs, kernel, strides=1):
    return tf.nn.leaky_relu(tf.nn.conv2d_transpose(inputs, kernel, "SAME", strides), 0.2)
