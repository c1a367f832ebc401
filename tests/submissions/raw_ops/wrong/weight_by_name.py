"""The list of weights taken for a dict.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 raised TypeError in
the line `signal = conv2d_down(signal, weights["w1"])`: an index is a text, expected a whole number:
a list has no names for what is in it. Write x[0], x[1] and so on.
"""

import tensorflow as tf


def conv2d_down(inputs, kernel):
    return tf.nn.leaky_relu(tf.nn.conv2d(inputs, kernel, strides=1, padding="SAME"), alpha=0.2)


def maxpool_down(inputs):
    return tf.nn.max_pool2d(inputs, ksize=2, strides=2, padding="VALID")


def conv2d_up(inputs, kernel, strides=1):
    n_images, rows, columns = tf.unstack(tf.shape(inputs)[:3])
    output_shape = [n_images, strides * rows, strides * columns, kernel.shape[2]]
    sums = tf.nn.conv2d_transpose(inputs, kernel, output_shape, strides, padding="SAME")
    return tf.nn.leaky_relu(sums, alpha=0.2)


def maxpool_up(inputs):
    return tf.image.resize(inputs, 2 * tf.shape(inputs)[1:3], method="nearest")


def model(images, weights):
    kernels = iter(weights)
    signal, skips = images, []
    for _ in range(3):
        signal = conv2d_down(signal, weights["w1"])
        signal = conv2d_down(signal, weights["w1"])
        skips.append(signal)
        signal = maxpool_down(signal)
    signal = conv2d_down(signal, weights["w1"])
    signal = conv2d_down(signal, weights["w1"])  # bottom 2
    for skip in reversed(skips):
        signal = conv2d_up(maxpool_up(signal), weights["w1"])
        signal = tf.concat([signal, skip], axis=-1)
        signal = conv2d_up(signal, weights["w1"])  # second
    return tf.sigmoid(tf.nn.conv2d(signal, weights["w1"], strides=1, padding="SAME"))
