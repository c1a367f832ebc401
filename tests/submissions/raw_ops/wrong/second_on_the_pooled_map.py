"""The second convolution of a level is called on what the first one was.

Loses: model
Says: model(images, weights) on 2 images of 16 × 16 × 3 with widths 2, 3, 4, 5 raised
InvalidArgumentError in the line `c2 = conv2d_down(p1, weights[3])`, at kernel 4 of 15, of shape (3,
3, 3, 3). Expected there: conv2d_down, on the map of 3 channels that it made with kernel 3. On that
line p1 has the shape (2, 8, 8, 2), weights[3] (3, 3, 3, 3). Look in that line and the one before
which map stands in the brackets, and compare with the list in the exercise: each kernel is used
once, in order.
"""

import tensorflow as tf


def model(images, weights):
    c1 = conv2d_down(images, weights[0])
    c1 = conv2d_down(c1, weights[1])
    p1 = maxpool_down(c1)
    c2 = conv2d_down(p1, weights[2])
    c2 = conv2d_down(p1, weights[3])
    p2 = maxpool_down(c2)
    c3 = conv2d_down(p2, weights[4])
    c3 = conv2d_down(c3, weights[5])
    p3 = maxpool_down(c3)
    b = conv2d_down(p3, weights[6])
    b = conv2d_down(b, weights[7])
    u3 = conv2d_up(maxpool_up(b), weights[8])
    u3 = conv2d_up(tf.concat([u3, c3], axis=3), weights[9])
    u2 = conv2d_up(maxpool_up(u3), weights[10])
    u2 = conv2d_up(tf.concat([u2, c2], axis=3), weights[11])
    u1 = conv2d_up(maxpool_up(u2), weights[12])
    u1 = conv2d_up(tf.concat([u1, c1], axis=3), weights[13])
    out = tf.nn.conv2d(u1, weights[14], strides=1, padding="SAME")
    return tf.sigmoid(out)
