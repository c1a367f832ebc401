"""The maps are joined along the height.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 raised
InvalidArgumentError in the line `x = conv2d_up(x, next(k))`, at kernel 10 of 15, of shape (3, 3, 4,
8). Expected there: conv2d_up, on the 8 channels of tf.concat([signal, skip], axis=-1), where signal
comes from the conv2d_up before. x has the shape (2, 8, 4, 4) there: of square maps two were joined
along the height or width. Channels are the last: tf.concat([signal, skip], axis=-1).
"""

import tensorflow as tf


def model(images, weights):
    k = iter(weights)
    x, skips = images, []
    for i in range(3):
        x = conv2d_down(conv2d_down(x, next(k)), next(k))
        skips.append(x)
        x = maxpool_down(x)
    x = conv2d_down(conv2d_down(x, next(k)), next(k))
    for skip in skips[::-1]:
        x = conv2d_up(maxpool_up(x), next(k))
        x = tf.concat([x, skip], axis=1)
        x = conv2d_up(x, next(k))
    return tf.sigmoid(tf.nn.conv2d(x, next(k), strides=1, padding="SAME"))
