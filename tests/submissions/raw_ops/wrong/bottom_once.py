"""The bottom is convolved once.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 raised
InvalidArgumentError in the line `signal = up(signal, next(kernels))`, at kernel 9 of 15, of shape
(3, 3, 4, 5). Expected there: conv2d_up, on what maxpool_up makes of a map of 5 channels. On that
line signal has the shape (2, 4, 4, 9). Look in that line and the one before which map stands in the
brackets, and compare with the list in the exercise: each kernel is used once, in order.
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
    signal = down(signal, next(kernels))
    for skip in reversed(skips):
        signal = up(enlarged(signal), next(kernels))
        signal = tf.concat([signal, skip], axis=-1)
        signal = up(signal, next(kernels))
    sums = tf.nn.conv2d(signal, next(kernels), 1, "SAME")
    return tf.sigmoid(sums)
