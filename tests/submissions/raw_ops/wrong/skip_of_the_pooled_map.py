"""The skip is kept after the pooling.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 raised
InvalidArgumentError in the line `signal = tf.concat([signal, skip], axis=-1)`: tf.concat got
tensors of shapes (2, 4, 4, 4) and (2, 2, 2, 4), expected (2, 4, 4, 4) for both. The skip is half as
large: it was kept behind maxpool_down. Keep it before.
"""

import tensorflow as tf

down, up, enlarged = conv2d_down, conv2d_up, maxpool_up


def model(images, weights):
    kernels = iter(weights)
    signal, skips = images, []
    for _ in range(3):
        signal = down(down(signal, next(kernels)), next(kernels))
        signal = tf.nn.max_pool2d(signal, 2, 2, "VALID")
        skips.append(signal)
    signal = down(down(signal, next(kernels)), next(kernels))
    for skip in reversed(skips):
        signal = up(enlarged(signal), next(kernels))
        signal = tf.concat([signal, skip], axis=-1)
        signal = up(signal, next(kernels))
    sums = tf.nn.conv2d(signal, next(kernels), 1, "SAME")
    return tf.sigmoid(sums)
