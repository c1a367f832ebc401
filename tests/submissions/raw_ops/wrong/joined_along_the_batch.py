"""The maps are joined along the batch, with the indices counted by hand.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 raised
InvalidArgumentError in the line `signal = conv2d_up(signal, weights[position + 1])`, at kernel
10 of 15, of shape (3, 3, 4, 8). Expected there: conv2d_up, on the 8 channels of
tf.concat([signal, skip], axis=-1), where signal comes from the conv2d_up before. signal has the
shape (4, 4, 4, 4) there, the maps of 4 images in place of 2: two were joined along the batch,
axis 0. Channels are the last: tf.concat([signal, skip], axis=-1).
"""

import tensorflow as tf


def model(images, weights):
    signal, kept, position = images, [], 0
    for _ in range(3):
        signal = conv2d_down(conv2d_down(signal, weights[position]), weights[position + 1])
        kept.append(signal)
        signal = maxpool_down(signal)
        position += 2
    signal = conv2d_down(conv2d_down(signal, weights[position]), weights[position + 1])
    position += 2
    while kept:
        signal = conv2d_up(maxpool_up(signal), weights[position])
        signal = tf.concat([signal, kept.pop()], axis=0)
        signal = conv2d_up(signal, weights[position + 1])
        position += 2
    return tf.sigmoid(tf.nn.conv2d(signal, weights[position], strides=1, padding="SAME"))
