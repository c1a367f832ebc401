"""A method that the optimizer does not have.

Loses: train_step
Says: 4 calls of train_step on 3 images of 4 × 4 with SGD(0.4) raised AttributeError in the line
`optimizer.update(zip(gradients, weights))`: an object of type SGD has no update, expected a method
that it has. Write optimizer.apply_gradients(zip(gradients, weights)).
"""

import tensorflow as tf


@tf.function
def train_step(model, weights, optimizer, images, targets):
    with tf.GradientTape() as tape:
        loss = binary_crossentropy(targets, model(images, weights))
    gradients = tape.gradient(loss, weights)
    optimizer.update(zip(gradients, weights))
    return loss
