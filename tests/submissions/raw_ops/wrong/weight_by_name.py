"""The list of weights taken for a dict.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 raised TypeError in
the line `signal = conv2d_down(signal, weights["w1"])`: an index is a text, expected a whole number:
a list has no names for what is in it. Write x[0], x[1] and so on.
"""

import tensorflow as tf


def model(images, weights):
    kernels = iter(weights)
    signal, skips = images, []
    for _ in range(3):
        signal = conv2d_down(signal, weights["w1"])
        signal = conv2d_down(signal, weights["w1"])
        skips.append(signal)
        signal = maxpool_down(signal)
    signal = conv2d_down(signal, weights["w1"])
    signal = conv2d_down(signal, weights["w1"])  # bottom 2
    for skip in reversed(skips):
        signal = conv2d_up(maxpool_up(signal), weights["w1"])
        signal = tf.concat([signal, skip], axis=-1)
        signal = conv2d_up(signal, weights["w1"])  # second
    return tf.sigmoid(tf.nn.conv2d(signal, weights["w1"], strides=1, padding="SAME"))
