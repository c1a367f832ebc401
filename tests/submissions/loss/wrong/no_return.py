"""The function computes the loss and returns nothing.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask gave NoneType, expected a tensor of shape (1, 2, 2). A
function that ends without return gives None. End it with return and the loss of every pixel.
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    one_hot = tf.one_hot(y_true[..., 0], logits.shape[-1])
    loss = -tf.reduce_sum(one_hot * tf.nn.log_softmax(logits), axis=-1)
