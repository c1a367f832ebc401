"""The optimizer's method of older versions.

Loses: train_step
Says: 4 calls of train_step on 3 images of 4 × 4 with SGD(0.4) raised AttributeError in the line
`optimizer.minimize(loss, weights)`: an object of type SGD has no minimize, expected a method that
it has. Take the gradients from the tape, and write optimizer.apply_gradients(zip(gradients,
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
    optimizer.minimize(loss, weights)
    return loss
