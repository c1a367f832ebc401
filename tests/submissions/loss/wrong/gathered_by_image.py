"""tf.gather takes the batch alone for common axes.

Loses: pixelwise_crossentropy
Says: pixelwise_crossentropy on a 2 × 2 mask gave the shape (1, 2, 2, 2, 2), expected (1, 2, 2): one
loss for each pixel. tf.gather took the ids of all pixels at every pixel. Write tf.gather(logits,
ids, axis=-1, batch_dims=3).
"""

import tensorflow as tf


def pixelwise_crossentropy(y_true, logits):
    p = tf.nn.softmax(logits, axis=-1)
    ids = tf.cast(y_true[..., 0], tf.int32)
    return -tf.math.log(tf.gather(p, ids, axis=-1, batch_dims=1))
