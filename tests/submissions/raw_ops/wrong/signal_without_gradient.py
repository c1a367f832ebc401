"""The gradient is stopped at the pooling.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 gave the right
numbers, but the gradient of kernel 1 of 15 is not that of the network: along this kernel the sum of
the output grows by -2.587, expected -6.748. A part of the way is cut, as by tf.stop_gradient or
where numbers leave TensorFlow. Keep to tf operations on the way.
"""

import tensorflow as tf


def model(images, weights):
    x = images
    k = iter(weights)
    skips = []
    for _ in range(3):
        x = conv2d_down(x, next(k))
        x = conv2d_down(x, next(k))
        skips.append(x)
        x = maxpool_down(tf.stop_gradient(x))
    x = conv2d_down(x, next(k))
    x = conv2d_down(x, next(k))
    for skip in reversed(skips):
        x = maxpool_up(x)
        x = conv2d_up(x, next(k))
        x = tf.concat([x, skip], axis=-1)
        x = conv2d_up(x, next(k))
    x = tf.nn.conv2d(x, next(k), strides=1, padding="SAME")
    return tf.nn.sigmoid(x)
