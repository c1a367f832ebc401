"""The gradient is stopped before the end.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 gave the right
numbers, but no gradient reaches kernel 1 of 15, expected one for each. The way is cut by
tf.stop_gradient, or leaves TensorFlow at a NumPy function. Keep to tf operations on the way.
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
    return tf.sigmoid(tf.stop_gradient(sums))
