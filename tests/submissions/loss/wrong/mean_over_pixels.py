"""The mean over all pixels in place of one loss a pixel.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask gave the shape (), expected (1, 2, 2): one loss for
each pixel. That is the mean over all pixels. Leave it out; a loss object of Keras takes it unless
it is made with reduction='none'.
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    one_hot = tf.one_hot(y_true[..., 0], logits.shape[-1])
    log_p = tf.nn.log_softmax(logits)
    return tf.reduce_mean(-tf.reduce_sum(one_hot * log_p, axis=-1))
