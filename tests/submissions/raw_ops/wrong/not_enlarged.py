"""maxpool_up is left out.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 raised
InvalidArgumentError in the line `signal = tf.concat([signal, skip], axis=-1)`: tf.concat got
tensors of shapes (2, 2, 2, 4) and (2, 4, 4, 4), expected (2, 4, 4, 4) for both. The map is half as
large as the skip: it was not enlarged, or the bottom was pooled too. Call maxpool_down on three
levels, and maxpool_up before each conv2d_up.
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
        signal = down(signal, next(kernels))
        signal = down(signal, next(kernels))
        skips.append(signal)
        signal = pooled(signal)
    signal = down(signal, next(kernels))
    signal = down(signal, next(kernels))
    for skip in reversed(skips):
        signal = up(signal, next(kernels))
        signal = tf.concat([signal, skip], axis=-1)
        signal = up(signal, next(kernels))
    return tf.sigmoid(tf.nn.conv2d(signal, next(kernels), strides=1, padding="SAME"))
