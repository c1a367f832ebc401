"""conv2d_down behind the joining, as in other networks.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 raised
InvalidArgumentError in the line `x = conv2d_up(x, next(k))`, at kernel 11 of 15, of shape (3, 3, 3,
4). Expected there: conv2d_up, on what maxpool_up makes of a map of 4 channels, as conv2d_up makes
it (conv2d_down would make 8). On that line x has the shape (2, 8, 8, 8). Look in that line and the
one before which map stands in the brackets, and compare with the list in the exercise: each kernel
is used once, in order.
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
        x = maxpool_down(x)
    x = conv2d_down(x, next(k))
    x = conv2d_down(x, next(k))
    for skip in reversed(skips):
        x = maxpool_up(x)
        x = conv2d_up(x, next(k))
        x = tf.concat([x, skip], axis=-1)
        x = conv2d_down(x, next(k))
    x = tf.nn.conv2d(x, next(k), strides=1, padding="SAME")
    return tf.nn.sigmoid(x)
