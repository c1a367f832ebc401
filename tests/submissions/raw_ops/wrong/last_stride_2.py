"""The last convolution halves the map.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 gave the shape (2, 8,
8, 1), expected (2, 16, 16, 1). It is half as large as the images. The last tf.nn.conv2d has
strides=1, as every other one.
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
        x = conv2d_up(x, next(k))
    x = tf.nn.conv2d(x, next(k), strides=2, padding="SAME")
    return tf.nn.sigmoid(x)
