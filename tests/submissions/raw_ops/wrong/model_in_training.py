"""An argument of Keras's models.

Loses: train_step
Says: 4 calls of train_step on 3 images of 4 × 4 with SGD(0.4) raised TypeError in the line
`predictions = model(images, weights, training=True)`: model got the argument 'training', expected
one that it knows. Models and layers of Keras know it, and this is a function. Take training= out.
"""

import tensorflow as tf


@tf.function
def train_step(model, weights, optimizer, images, targets):
    with tf.GradientTape() as tape:
        predictions = model(images, weights, training=True)
        loss = binary_crossentropy(targets, predictions)
    gradients = tape.gradient(loss, weights)
    optimizer.apply_gradients(zip(gradients, weights))
    return loss
