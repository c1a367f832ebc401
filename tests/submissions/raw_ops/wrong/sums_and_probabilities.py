"""The sums are returned as well.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 gave tuple, expected
a tensor of shape (2, 16, 16, 1). Several things, or a comma at the end, make a tuple. Return the
tensor alone.
"""

import tensorflow as tf


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
