"""The maps are joined along the rows.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 raised
InvalidArgumentError in the line `u3 = conv2d_up(tf.concat([u3, c3], axis=1), weights[9])`, at
kernel 10 of 15, of shape (3, 3, 4, 8). Expected there: conv2d_up, on the 8 channels of
tf.concat([signal, skip], axis=-1), where signal comes from the conv2d_up before. That line joins
along axis 1. Channels are the last: axis=-1.
"""

import tensorflow as tf


def model(images, weights):
    c1 = conv2d_down(images, weights[0])
    c1 = conv2d_down(c1, weights[1])
    p1 = maxpool_down(c1)
    c2 = conv2d_down(p1, weights[2])
    c2 = conv2d_down(c2, weights[3])
    p2 = maxpool_down(c2)
    c3 = conv2d_down(p2, weights[4])
    c3 = conv2d_down(c3, weights[5])
    p3 = maxpool_down(c3)
    b = conv2d_down(p3, weights[6])
    b = conv2d_down(b, weights[7])
    u3 = conv2d_up(maxpool_up(b), weights[8])
    u3 = conv2d_up(tf.concat([u3, c3], axis=1), weights[9])
    u2 = conv2d_up(maxpool_up(u3), weights[10])
    u2 = conv2d_up(tf.concat([u2, c2], axis=3), weights[11])
    u1 = conv2d_up(maxpool_up(u2), weights[12])
    u1 = conv2d_up(tf.concat([u1, c1], axis=3), weights[13])
    out = tf.nn.conv2d(u1, weights[14], strides=1, padding="SAME")
    return tf.sigmoid(out)
