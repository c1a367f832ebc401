"""The first two kernels of each level change places.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 raised
InvalidArgumentError in the line `signal = down(down(signal, second), first)`, where kernel 2 of 15
was used before others, expected them in order. Begin with kernels = iter(weights), and write
next(kernels) wherever one is needed.
"""

import tensorflow as tf

down, up, enlarged = conv2d_down, conv2d_up, maxpool_up


def model(images, weights):
    kernels = iter(weights)
    signal, skips = images, []
    for _ in range(3):
        first, second = next(kernels), next(kernels)
        signal = down(down(signal, second), first)
        skips.append(signal)
        signal = tf.nn.max_pool2d(signal, 2, 2, "VALID")
    signal = down(down(signal, next(kernels)), next(kernels))
    for skip in reversed(skips):
        signal = up(enlarged(signal), next(kernels))
        signal = tf.concat([signal, skip], axis=-1)
        signal = up(signal, next(kernels))
    sums = tf.nn.conv2d(signal, next(kernels), 1, "SAME")
    return tf.sigmoid(sums)
