"""A softmax before a loss that applies one itself.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask gave the pixel (0, 1) of image 0 a loss of 0.9391,
expected 0.6931 (logits 0, 0.6931, 0; true class 1). The logits went through a softmax before
the loss, which applies one itself. Remove the softmax in front and start from the logits.
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    one_hot = tf.one_hot(y_true[..., 0], logits.shape[-1])
    probabilities = tf.nn.softmax(logits)
    return tf.nn.softmax_cross_entropy_with_logits(one_hot, probabilities)
