"""The maps are joined along the height.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 raised
InvalidArgumentError in the line `x = conv2d_up(x, next(k))`, at kernel 10 of 15, of shape (3, 3, 4,
8). Expected there: conv2d_up, on the 8 channels of tf.concat([signal, skip], axis=-1), where signal
comes from the conv2d_up before. x has the shape (2, 8, 4, 4) there: of square maps two were joined
along the height or width. Channels are the last: tf.concat([signal, skip], axis=-1).
"""

import tensorflow as tf


def maxpool_up(inputs):
    return tf.image.resize(inputs, 2 * tf.shape(inputs)[1:3], method="nearest")


def conv2d_up(inputs, kernel, strides=1):
    n_images, rows, columns = tf.unstack(tf.shape(inputs)[:3])
    output_shape = [n_images, strides * rows, strides * columns, kernel.shape[2]]
    sums = tf.nn.conv2d_transpose(inputs, kernel, output_shape, strides, padding="SAME")
    return tf.nn.leaky_relu(sums, alpha=0.2)


def maxpool_down(inputs):
    return tf.nn.max_pool2d(inputs, ksize=2, strides=2, padding="VALID")


def conv2d_down(inputs, kernel):
    sums = tf.nn.conv2d(inputs, kernel, strides=1, padding="SAME")
    return tf.nn.leaky_relu(sums, alpha=0.2)


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
