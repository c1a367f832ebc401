"""Brackets behind a class of Keras make an object, no loss.

Loses: train_step
Says: 4 calls of train_step on 3 images of 4 × 4 with SGD(0.4) raised AttributeError in the line
`gradients = tape.gradient(loss, weights)`: tape.gradient got a BinaryCrossentropy for the loss,
expected a tensor. Brackets behind the class make an object, which has seen no numbers yet. Call
your own function, or that object in a second pair: BinaryCrossentropy()(targets, predictions).
"""

import keras
import tensorflow as tf


@tf.function
def train_step(model, weights, optimizer, images, targets):
    with tf.GradientTape() as tape:
        loss = keras.losses.BinaryCrossentropy(targets, model(images, weights))
    gradients = tape.gradient(loss, weights)
    optimizer.apply_gradients(zip(gradients, weights, strict=True))
    return loss
