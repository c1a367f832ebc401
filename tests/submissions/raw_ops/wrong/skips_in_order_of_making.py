"""The skips are not taken from the end.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 raised
InvalidArgumentError in the line `signal = tf.concat([signal, skip], axis=-1)`: tf.concat got
tensors of shapes (2, 4, 4, 4) and (2, 16, 16, 2), expected (2, 4, 4, 4) for both. The skip is that
of another level. Join them from the last to the first, reversed once: for skip in
reversed(skips).
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
    for skip in skips:
        signal = up(enlarged(signal), next(kernels))
        signal = tf.concat([signal, skip], axis=-1)
        signal = up(signal, next(kernels))
    sums = tf.nn.conv2d(signal, next(kernels), 1, "SAME")
    return tf.sigmoid(sums)
