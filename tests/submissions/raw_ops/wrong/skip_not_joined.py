"""The skips are never used.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 raised
InvalidArgumentError in the line `signal = up(signal, next(kernels))`, at kernel 10 of 15, of shape
(3, 3, 4, 8). Expected there: conv2d_up, on the 8 channels of tf.concat([signal, skip], axis=-1),
where signal comes from the conv2d_up before. On that line signal has the shape (2, 4, 4, 4). Look
in that line and the one before which map stands in the brackets, and compare with the list in the
exercise: each kernel is used once, in order.
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
        signal = up(signal, next(kernels))
    return tf.sigmoid(tf.nn.conv2d(signal, next(kernels), strides=1, padding="SAME"))
