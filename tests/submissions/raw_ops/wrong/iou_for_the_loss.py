"""A count has no gradient.

Loses: train_step
Says: 4 calls of train_step on 3 images of 4 × 4 with SGD(0.4): no gradient reached any weight,
expected one for each. The tape saw nothing between weights and loss. Call the model and
binary_crossentropy inside the with block, keep to TensorFlow's operations, and neither compare nor
round: that has no slope.
"""

import tensorflow as tf


def iou_of(targets, predictions):
    truth, found = targets > 0.5, predictions > 0.5
    both = tf.math.count_nonzero(truth & found)
    either = tf.math.count_nonzero(truth | found)
    return tf.where(either > 0, both / either, 1.0)


@tf.function
def train_step(model, weights, optimizer, images, targets):
    with tf.GradientTape() as tape:
        loss = 1 - iou_of(targets, model(images, weights))
    gradients = tape.gradient(loss, weights)
    optimizer.apply_gradients(zip(gradients, weights))
    return loss
