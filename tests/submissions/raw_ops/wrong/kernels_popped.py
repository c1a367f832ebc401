"""The kernels are taken out of the list that was given.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 gave the right
numbers and left 0 of 15 kernels in the list that it was given, expected that list to stay as it
was: the next call gets it again. weights.pop takes out of it. Write kernels = iter(weights) and
next(kernels).
"""

import tensorflow as tf


def down(inputs, kernel):
    return tf.nn.leaky_relu(tf.nn.conv2d(inputs, kernel, strides=1, padding="SAME"), alpha=0.2)


def pooled(inputs):
    return tf.nn.max_pool2d(inputs, ksize=2, strides=2, padding="VALID")


def up(inputs, kernel, strides=1):
    n_images, rows, columns = tf.unstack(tf.shape(inputs)[:3])
    output_shape = [n_images, strides * rows, strides * columns, kernel.shape[2]]
    sums = tf.nn.conv2d_transpose(inputs, kernel, output_shape, strides, padding="SAME")
    return tf.nn.leaky_relu(sums, alpha=0.2)


def enlarged(inputs):
    return tf.image.resize(inputs, 2 * tf.shape(inputs)[1:3], method="nearest")


def model(images, weights):
    kernels = iter(weights)
    signal, skips = images, []
    for _ in range(3):
        signal = down(signal, weights.pop(0))
        signal = down(signal, weights.pop(0))
        skips.append(signal)
        signal = pooled(signal)
    signal = down(signal, weights.pop(0))
    signal = down(signal, weights.pop(0))
    for skip in reversed(skips):
        signal = up(enlarged(signal), weights.pop(0))
        signal = tf.concat([signal, skip], axis=-1)
        signal = up(signal, weights.pop(0))
    return tf.sigmoid(tf.nn.conv2d(signal, weights.pop(0), strides=1, padding="SAME"))
