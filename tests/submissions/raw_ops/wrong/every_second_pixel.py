"""Every second pixel in place of the largest of four.

Loses: maxpool_down
Says: maxpool_down(inputs) on one 5 × 5 map by hand gave 1 at image 0, pixel (0, 0), channel 0,
expected 5. That is the upper left pixel of each square. Use tf.nn.max_pool2d with ksize=2.
"""

import tensorflow as tf


def maxpool_down(inputs):
    rows, columns = inputs.shape[1] // 2 * 2, inputs.shape[2] // 2 * 2
    return inputs[:, :rows:2, :columns:2]
