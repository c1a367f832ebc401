"""maxpool_up is left out.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 raised
InvalidArgumentError in the line `signal = tf.concat([signal, skip], axis=-1)`: tf.concat got
tensors of shapes (2, 2, 2, 4) and (2, 4, 4, 4), expected (2, 4, 4, 4) for both. The map is half as
large as the skip: it was not enlarged, or the bottom was pooled too. Call maxpool_down on three
levels, and maxpool_up before each conv2d_up.
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
        signal = up(signal, next(kernels))
        signal = tf.concat([signal, skip], axis=-1)
        signal = up(signal, next(kernels))
    return tf.sigmoid(tf.nn.conv2d(signal, next(kernels), strides=1, padding="SAME"))
