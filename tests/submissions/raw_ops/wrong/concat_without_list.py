"""tf.concat without a list.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 raised TypeError in
the line `signal = tf.concat(signal, skip, axis=-1)`: concat got two tensors one by one, expected
one list of them. Write tf.concat([signal, skip], axis=-1).
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
        signal = tf.concat(signal, skip, axis=-1)
        signal = up(signal, next(kernels))
    return tf.sigmoid(tf.nn.conv2d(signal, next(kernels), strides=1, padding="SAME"))
