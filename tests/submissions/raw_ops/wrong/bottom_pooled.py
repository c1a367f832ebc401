"""Four levels are pooled, the bottom among them.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 raised
InvalidArgumentError in the line `x = tf.concat([x, skips[2 - i]], axis=-1)`: tf.concat got tensors
of shapes (2, 2, 2, 4) and (2, 4, 4, 4), expected (2, 4, 4, 4) for both. The map is half as large as
the skip: it was not enlarged, or the bottom was pooled too. Call maxpool_down on three levels, and
maxpool_up before each conv2d_up.
"""

import tensorflow as tf


def maxpool_up(inputs):
    return tf.image.resize(inputs, 2 * tf.shape(inputs)[1:3], method="nearest")


def conv2d_up(inputs, kernel, strides=1):
    n_images, rows, columns = tf.unstack(tf.shape(inputs)[:3])
    output_shape = [n_images, strides * rows, strides * columns, kernel.shape[2]]
    sums = tf.nn.conv2d_transpose(inputs, kernel, output_shape, strides, padding="SAME")
    return tf.nn.leaky_relu(sums, alpha=0.2)


def maxpool_down(inputs):
    return tf.nn.max_pool2d(inputs, ksize=2, strides=2, padding="VALID")


def conv2d_down(inputs, kernel):
    sums = tf.nn.conv2d(inputs, kernel, strides=1, padding="SAME")
    return tf.nn.leaky_relu(sums, alpha=0.2)


def model(images, weights):
    x, skips = images, []
    for i in range(4):
        x = conv2d_down(x, weights[2 * i])
        x = conv2d_down(x, weights[2 * i + 1])
        skips.append(x)
        x = maxpool_down(x)
    for i in range(3):
        x = conv2d_up(maxpool_up(x), weights[8 + 2 * i])
        x = tf.concat([x, skips[2 - i]], axis=-1)
        x = conv2d_up(x, weights[9 + 2 * i])
    return tf.sigmoid(tf.nn.conv2d(x, weights[14], strides=1, padding="SAME"))
