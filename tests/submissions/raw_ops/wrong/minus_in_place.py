"""-= for a variable.

Loses: train_step
Says: 4 calls of train_step on 3 images of 4 × 4 with SGD(0.4) raised RuntimeError in the line `w -=
0.01 * g`: a weight was to be changed by -=, expected a method: a tf.Variable does not take it. Hand
the gradients to the optimizer: optimizer.apply_gradients(zip(gradients, weights)).
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
        w -= 0.01 * g
    return loss
