"""The sigmoid at the end is missing.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 gave -0.006256 at
image 0, pixel (0, 0), channel 0, expected 0.4984. These are the sums before the sigmoid. The last
kernel gets tf.nn.conv2d and tf.sigmoid, nothing between.
"""

import tensorflow as tf

down, up, enlarged = conv2d_down, conv2d_up, maxpool_up


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
    return sums
