"""Decisions in place of probabilities.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 gave 0 at image 0,
pixel (0, 0), channel 0, expected 0.4984. The probabilities were rounded. Return them as they are,
from tf.sigmoid.
"""

import tensorflow as tf

down, pooled, up, enlarged = conv2d_down, maxpool_down, conv2d_up, maxpool_up


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
        signal = up(enlarged(signal), next(kernels))
        signal = tf.concat([signal, skip], axis=-1)
        signal = up(signal, next(kernels))
    return tf.round(tf.sigmoid(tf.nn.conv2d(signal, next(kernels), strides=1, padding="SAME")))
