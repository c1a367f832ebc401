"""apply_gradients without zip.

Loses: train_step
Says: 4 calls of train_step on 3 images of 4 × 4 with SGD(0.4) raised TypeError in the line
`optimizer.apply_gradients(gradients, weights)`: apply_gradients was called with 2 arguments,
expected 1. It takes pairs. Write apply_gradients(zip(gradients, weights)).
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
    optimizer.apply_gradients(gradients, weights)
    return loss
