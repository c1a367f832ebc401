"""Labels are smoothed, as some recipes do.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask gave the pixel (0, 1) of image 0 a loss of 0.7394,
expected 0.6931 (logits 0, 0.6931, 0; true class 1). The labels were smoothed by 0.1. Take
tf.one_hot of the mask as it is.
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    n = logits.shape[-1]
    y = tf.one_hot(y_true[..., 0], n) * 0.9 + 0.1 / n
    return tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=logits)
