"""The weights go up the slope.

Loses: train_step
Says: 4 calls of train_step on 3 images of 4 × 4 with SGD(0.4): after step 1 the first number of
weight 1 is 0.5941, expected 0.5599 (before it: 0.577). The step goes uphill: the sign of the
gradients is flipped.
"""

import tensorflow as tf


def loss_of(targets, predictions):
    p = tf.clip_by_value(predictions, 1e-7, 1 - 1e-7)
    return -tf.reduce_mean(targets * tf.math.log(p) + (1 - targets) * tf.math.log(1 - p))


@tf.function
def train_step(model, weights, optimizer, images, targets):
    with tf.GradientTape() as tape:
        loss = loss_of(targets, model(images, weights))
    gradients = tape.gradient(loss, weights)
    optimizer.apply_gradients([(-slope, weight) for slope, weight in zip(gradients, weights)])
    return loss
