"""A relu too many.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 gave 0.496 at image
0, pixel (0, 0), channel 0, expected 0.4984. A relu follows the second conv2d_down of a level. Its
leaky relu is enough: take this one out.
"""

import tensorflow as tf


def model(images, weights):
    kernels = iter(weights)
    signal, skips = images, []
    for _ in range(3):
        signal = conv2d_down(signal, next(kernels))
        signal = conv2d_down(signal, next(kernels))
        signal = tf.nn.relu(signal)
        skips.append(signal)
        signal = maxpool_down(signal)
    signal = conv2d_down(signal, next(kernels))
    signal = conv2d_down(signal, next(kernels))  # bottom 2
    for skip in reversed(skips):
        signal = conv2d_up(maxpool_up(signal), next(kernels))
        signal = tf.concat([signal, skip], axis=-1)
        signal = conv2d_up(signal, next(kernels))  # second
    return tf.sigmoid(tf.nn.conv2d(signal, next(kernels), strides=1, padding="SAME"))
