"""The weights are moved by hand.

Loses: train_step
Says: 4 calls of train_step on 3 images of 4 × 4 with SGD(0.4): after step 1 the first number of
weight 1 is 0.5766, expected 0.5599 (before it: 0.577). The step is 0.025 times as long as it should
be. Hand the gradients to the given optimizer as they are: optimizer.apply_gradients(zip(gradients,
weights)).
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
    for w, g in zip(weights, gradients):
        w.assign_sub(0.01 * g)
    return loss
