"""The index does not grow by two a round.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 raised
InvalidArgumentError in the line `x = conv2d_down(x, weights[i])`, at kernel 3 of 15, of shape (3,
3, 2, 3). Expected there: conv2d_down, on a map of 2 channels. On that line x has the shape (2, 4,
4, 3), weights[i] (3, 3, 2, 3). Count the index of each round by hand, or do without: kernels =
iter(weights) before the loop, and next(kernels) wherever one is needed.
"""

import tensorflow as tf


def model(images, weights):
    x, skips = images, []
    for i in range(3):
        x = conv2d_down(x, weights[i])
        x = conv2d_down(x, weights[i + 1])
        skips.append(x)
        x = maxpool_down(x)
    x = conv2d_down(x, weights[6])
    x = conv2d_down(x, weights[7])
    for i in range(3):
        x = conv2d_up(maxpool_up(x), weights[8 + 2 * i])
        x = tf.concat([x, skips[2 - i]], axis=-1)
        x = conv2d_up(x, weights[9 + 2 * i])
    return tf.sigmoid(tf.nn.conv2d(x, weights[14], strides=1, padding="SAME"))
