"""The kernels are taken out of the list that was given.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 gave the right
numbers and left 0 of 15 kernels in the list that it was given, expected that list to stay as it
was: the next call gets it again. weights.pop takes out of it. Write kernels = iter(weights) and
next(kernels).
"""

import tensorflow as tf

down, pooled, up, enlarged = conv2d_down, maxpool_down, conv2d_up, maxpool_up


def model(images, weights):
    kernels = iter(weights)
    signal, skips = images, []
    for _ in range(3):
        signal = down(signal, weights.pop(0))
        signal = down(signal, weights.pop(0))
        skips.append(signal)
        signal = pooled(signal)
    signal = down(signal, weights.pop(0))
    signal = down(signal, weights.pop(0))
    for skip in reversed(skips):
        signal = up(enlarged(signal), weights.pop(0))
        signal = tf.concat([signal, skip], axis=-1)
        signal = up(signal, weights.pop(0))
    return tf.sigmoid(tf.nn.conv2d(signal, weights.pop(0), strides=1, padding="SAME"))
