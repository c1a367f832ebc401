"""A dict in place of pairs.

Loses: train_step
Says: 4 calls of train_step on 3 images of 4 × 4 with SGD(0.4) raised TypeError in the line
`optimizer.apply_gradients({g: w for g, w in zip(gradients, weights)})`: a tensor was put into a set
or taken for the key of a dict, expected numbers or names. Make pairs by zip(a, b), and ask where
both are true by a & b.
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
    optimizer.apply_gradients({g: w for g, w in zip(gradients, weights)})
    return loss
