"""A new optimizer in each step.

Loses: train_step
Says: 4 calls of train_step on 3 images of 4 × 4 with SGD(0.4) raised ValueError in the line
`optimizer = keras.optimizers.Adam(1e-3)`: a tf.Variable was made inside tf.function or tf.data,
expected variables that are there before. An optimizer makes some. Use the one that the function is
given.
"""

import keras
import tensorflow as tf


def loss_of(targets, predictions):
    p = tf.clip_by_value(predictions, 1e-7, 1 - 1e-7)
    return -tf.reduce_mean(targets * tf.math.log(p) + (1 - targets) * tf.math.log(1 - p))


@tf.function
def train_step(model, weights, optimizer, images, targets):
    with tf.GradientTape() as tape:
        loss = loss_of(targets, model(images, weights))
    gradients = tape.gradient(loss, weights)
    optimizer = keras.optimizers.Adam(1e-3)
    optimizer.apply_gradients(zip(gradients, weights))
    return loss
