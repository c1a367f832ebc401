"""Four levels are pooled, the bottom among them.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 raised
InvalidArgumentError in the line `x = tf.concat([x, skips[2 - i]], axis=-1)`: tf.concat got tensors
of shapes (2, 2, 2, 4) and (2, 4, 4, 4), expected (2, 4, 4, 4) for both. The map is half as large as
the skip: it was not enlarged, or the bottom was pooled too. Call maxpool_down on three levels, and
maxpool_up before each conv2d_up.
"""

import tensorflow as tf


def model(images, weights):
    x, skips = images, []
    for i in range(4):
        x = conv2d_down(x, weights[2 * i])
        x = conv2d_down(x, weights[2 * i + 1])
        skips.append(x)
        x = maxpool_down(x)
    for i in range(3):
        x = conv2d_up(maxpool_up(x), weights[8 + 2 * i])
        x = tf.concat([x, skips[2 - i]], axis=-1)
        x = conv2d_up(x, weights[9 + 2 * i])
    return tf.sigmoid(tf.nn.conv2d(x, weights[14], strides=1, padding="SAME"))
