"""None for the size of the batch.

Loses: conv2d_up
Says: conv2d_up(inputs, kernel, strides=2) on one 2 × 2 map by hand raised ValueError in the line
`sums = tf.nn.conv2d_transpose(inputs, kernel, output_shape, strides, "SAME")`: a shape holds None
where a number is expected: the size of the batch is not known beforehand. Write tf.shape(x)[0] in
place of None or x.shape[0].
"""

import tensorflow as tf


def conv2d_up(inputs, kernel, strides=1):
    _, rows, columns = tf.unstack(tf.shape(inputs)[:3])
    output_shape = [None, strides * rows, strides * columns, kernel.shape[2]]
    sums = tf.nn.conv2d_transpose(inputs, kernel, output_shape, strides, "SAME")
    return tf.nn.leaky_relu(sums, alpha=0.2)
