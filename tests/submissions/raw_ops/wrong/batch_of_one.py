"""The way up is built for a single image.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 raised
InvalidArgumentError in the line `signal = up(enlarged(signal), next(kernels))`, at kernel 9 of 15,
of shape (3, 3, 4, 5). Expected there: conv2d_up, on what maxpool_up makes of a map of 5 channels.
On that line signal has the shape (2, 2, 2, 5). Look in that line and the one before which map
stands in the brackets, and compare with the list in the exercise: each kernel is used once, in
order.
"""

import tensorflow as tf


def down(inputs, kernel):
    return tf.nn.leaky_relu(tf.nn.conv2d(inputs, kernel, 1, "SAME"), 0.2)


def up(inputs, kernel):
    shape = [1, *inputs.shape[1:3], kernel.shape[2]]
    return tf.nn.leaky_relu(tf.nn.conv2d_transpose(inputs, kernel, shape, 1, "SAME"), 0.2)


def enlarged(inputs):
    return tf.repeat(tf.repeat(inputs, 2, axis=1), 2, axis=2)


def model(images, weights):
    kernels = iter(weights)
    signal, skips = images, []
    for _ in range(3):
        signal = down(down(signal, next(kernels)), next(kernels))
        skips.append(signal)
        signal = tf.nn.max_pool2d(signal, 2, 2, "VALID")
    signal = down(down(signal, next(kernels)), next(kernels))
    for skip in reversed(skips):
        signal = up(enlarged(signal), next(kernels))
        signal = tf.concat([signal, skip], axis=-1)
        signal = up(signal, next(kernels))
    sums = tf.nn.conv2d(signal, next(kernels), 1, "SAME")
    return tf.sigmoid(sums)
