"""The list of skips is overwritten by a skip.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 raised
InvalidArgumentError in the line `x = tf.concat([x, skip], axis=-1)`: tf.concat got tensors of
shapes (2, 4, 4, 4) and (4, 4, 4), expected (2, 4, 4, 4) for both. The skip is one image of a batch:
the loop goes through a tensor, not through a list of skips. Write skips.append(signal) on each
level.
"""

import tensorflow as tf


def model(images, weights):
    x = images
    k = iter(weights)
    skips = []
    for _ in range(3):
        x = conv2d_down(x, next(k))
        x = conv2d_down(x, next(k))
        skips = x
        x = maxpool_down(x)
    x = conv2d_down(x, next(k))
    x = conv2d_down(x, next(k))
    for skip in reversed(skips):
        x = maxpool_up(x)
        x = conv2d_up(x, next(k))
        x = tf.concat([x, skip], axis=-1)
        x = conv2d_up(x, next(k))
    x = tf.nn.conv2d(x, next(k), strides=1, padding="SAME")
    return tf.nn.sigmoid(x)
