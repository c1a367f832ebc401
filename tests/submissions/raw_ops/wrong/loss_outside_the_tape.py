"""Only the model's call is on the tape.

Loses: train_step
Says: 4 calls of train_step on 3 images of 4 × 4 with SGD(0.4): no gradient reached any weight,
expected one for each. The tape saw nothing between weights and loss. Call the model and
binary_crossentropy inside the with block, keep to TensorFlow's operations, and neither compare nor
round: that has no slope.
"""

import tensorflow as tf


def loss_of(targets, predictions):
    p = tf.clip_by_value(predictions, 1e-7, 1 - 1e-7)
    return -tf.reduce_mean(targets * tf.math.log(p) + (1 - targets) * tf.math.log(1 - p))


@tf.function
def train_step(model, weights, optimizer, images, targets):
    with tf.GradientTape() as tape:
        predictions = model(images, weights)
    loss = loss_of(targets, predictions)
    gradients = tape.gradient(loss, weights)
    optimizer.apply_gradients(zip(gradients, weights))
    return loss
