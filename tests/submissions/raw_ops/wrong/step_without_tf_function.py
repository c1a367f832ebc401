"""The decorator was taken away.

Loses: train_step
Says: 4 calls of train_step on 3 images of 4 × 4 with SGD(0.4): the model's Python code ran in each
of 4 steps, expected it to run once, while the step is traced. Put @tf.function back above def
train_step.
"""

import tensorflow as tf


def loss_of(targets, predictions):
    p = tf.clip_by_value(predictions, 1e-7, 1 - 1e-7)
    return -tf.reduce_mean(targets * tf.math.log(p) + (1 - targets) * tf.math.log(1 - p))


def train_step(model, weights, optimizer, images, targets):
    with tf.GradientTape() as tape:
        loss = loss_of(targets, model(images, weights))
    gradients = tape.gradient(loss, weights)
    optimizer.apply_gradients(zip(gradients, weights))
    return loss
