"""The sums are returned as well.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 gave tuple, expected
a tensor of shape (2, 16, 16, 1). Several things, or a comma at the end, make a tuple. Return the
tensor alone.
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
        signal = conv2d_down(signal, next(kernels))
        signal = conv2d_down(signal, next(kernels))
        skips.append(signal)
        signal = maxpool_down(signal)
    signal = conv2d_down(signal, next(kernels))
    signal = conv2d_down(signal, next(kernels))  # bottom 2
    for skip in reversed(skips):
        signal = conv2d_up(maxpool_up(signal), next(kernels))
        signal = tf.concat([signal, skip], axis=-1)
        signal = conv2d_up(signal, next(kernels))  # second
    out = tf.nn.conv2d(signal, next(kernels), strides=1, padding="SAME")
    return out, tf.sigmoid(out)
